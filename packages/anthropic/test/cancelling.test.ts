import { RunTimeoutError } from "@rivulet/core";
import { shortestDelay } from "@rivulet/test-support";
import { checkForLeaks, EventRecorder } from "@rivulet/testing";
import { anthropicError, anthropicMessage } from "@rivulet/testing/providers";
import { callForms, type CallForm, type Outcome } from "./support/call-forms.ts";
import { useServer } from "./support/use-server.ts";

const test = useServer();
const { createModel, see } = test;
const answer = anthropicMessage({ chunks: ["The", " sky", " is", " blue"] });
const longestDelayMs = 50;

function expectOneCancel({ isObserved }: CallForm, { events, error }: Outcome): void {
  see({ events, error });
  if (!isObserved) return;
  const names = events.map(({ event }) => event).filter((name) => !name.endsWith("_stream"));
  expect(names).toEqual(["on_chat_model_start", "on_chat_model_cancel"]);
}

async function expectClosedByClient(index = 0): Promise<void> {
  const end = await test.server.whenClosed(await test.server.whenRequested(index));
  expect(end).toMatchObject({ by: "client", isComplete: false });
}

describe.each(callForms)("$form", (callForm) => {
  const places = callForm.isStreamed ? (["headers", 0, 4] as const) : (["headers", 0, 1] as const);

  it.each(places)("is aborted while the answer stalls at %s", async (stallAt) => {
    test.server.respondWith(answer, { stallAt });
    const controller = new AbortController();
    const called = callForm.call(createModel(), { signal: controller.signal });
    const request = await test.server.whenRequested();
    // So that the abort meets the wait for the body.
    while (typeof stallAt === "number" && request.framesSent < stallAt) await nextTurn();
    const reason = new Error("The user left.");
    controller.abort(reason);
    const outcome = await called;
    expectOneCancel(callForm, outcome);
    expect(outcome.error).toBe(reason);
    await expectClosedByClient();
  });

  it("is ended by its timeout while the answer stalls", async () => {
    test.server.respondWith(answer, { stallAt: callForm.isStreamed ? 4 : 1 });
    const outcome = await callForm.call(createModel(), { timeout: 20 });
    expectOneCancel(callForm, outcome);
    expect(outcome.error).toBeInstanceOf(RunTimeoutError);
    // A machine that is busy may have timed it out before the request was sent.
    await Promise.all(test.server.requests.map((_, index) => expectClosedByClient(index)));
  });

  it("is aborted before it begins, and sends nothing", async () => {
    const reason = new Error("Too late.");
    const outcome = await callForm.call(createModel(), { signal: AbortSignal.abort(reason) });
    see(outcome);
    expect(outcome.error).toBe(reason);
    expect(test.server.requests).toHaveLength(0);
  });

  it("is aborted while the client waits to try again", async () => {
    test.server.respondWith(anthropicError({ status: 529, retryAfterMs: 30_000 }));
    const controller = new AbortController();
    const called = callForm.call(createModel({ maxRetries: 1 }), { signal: controller.signal });
    const request = await test.server.whenRequested();
    await test.server.whenClosed(request);
    controller.abort(new Error("The user left."));
    const outcome = await called;
    expectOneCancel(callForm, outcome);
    expect(outcome.error).toMatchObject({ message: "The user left." });
    expect(test.server.requests).toHaveLength(1);
  });
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** When a loop was left, and what was told of it. */
async function leave(chunks: AsyncIterable<unknown>, count: number): Promise<number> {
  let time = 0;
  let seen = 0;
  for await (const chunk of chunks) {
    expect(chunk).toBeInstanceOf(Object);
    seen += 1;
    if (seen < count) continue;
    time = performance.timeOrigin + performance.now();
    break;
  }
  return time;
}

/** Waits until the client has closed its last request; gives how many milliseconds after `leftAt`. */
async function delayOfClose(leftAt: number): Promise<number> {
  const { server } = test;
  const end = await server.whenClosed(await server.whenRequested(server.requests.length - 1));
  expect(end).toMatchObject({ by: "client", isComplete: false });
  return end.time - leftAt;
}

describe("leaving a loop closes the request", () => {
  it.each([
    ["while the answer stalls", { stallAt: 4 }],
    ["while the answer goes on", { delayMs: 1 }],
  ])("of stream, %s", async (_when, faults) => {
    const chunks = Array.from({ length: 1_000 }, (_, index) => ` word ${String(index)}`);
    const delayMs = await shortestDelay(longestDelayMs, async () => {
      test.server.respondWith(anthropicMessage({ chunks }), faults);
      const recorder = new EventRecorder();
      const leftAt = await leave(createModel().stream("Hi", { callbacks: [recorder] }), 1);
      const delay = await delayOfClose(leftAt);
      see({ events: recorder.events });
      expect(recorder.names().at(-1)).toBe("on_chat_model_cancel");
      return delay;
    });
    expect(delayMs).toBeLessThan(longestDelayMs);
  });

  it("of streamEvents", async () => {
    const delayMs = await shortestDelay(longestDelayMs, async () => {
      test.server.respondWith(answer, { stallAt: 4 });
      return delayOfClose(await leave(createModel().streamEvents("Hi"), 2));
    });
    expect(delayMs).toBeLessThan(longestDelayMs);
  });

  it("and leaves no run open", async () => {
    test.server.respondWith(answer, { stallAt: 4 });
    await checkForLeaks(() => leave(createModel().stream("Hi"), 1), { retained: false });
    await expectClosedByClient();
  });

  it("of streamEvents, before the headers have come", async () => {
    test.server.respondWith(answer, { stallAt: "headers" });
    const events = createModel().streamEvents("Hi")[Symbol.asyncIterator]();
    expect(await events.next()).toMatchObject({ value: { event: "on_chat_model_start" } });
    const request = await test.server.whenRequested();
    await events.return?.();
    expect(await test.server.whenClosed(request)).toMatchObject({ by: "client" });
  });
});
