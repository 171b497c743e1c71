import { getEventListeners } from "node:events";
import fc from "fast-check";
import type { CallbackHandler, RunEvent } from "@rivulet/core";
import { nextTurn, watchProcess } from "@rivulet/test-support";
import { take } from "rxjs";
import { collect } from "../support/collect.ts";
import { findViolations } from "./support/find-violations.ts";
import {
  addUp,
  buildTree,
  someTree,
  trees,
  type OpenCode,
  type Tree,
} from "./support/random-tree.ts";
import { createRecorder } from "./support/recorder.ts";
import { soon, turns } from "./support/soon.ts";

const { takeIncidents } = watchProcess();

jest.spyOn(console, "warn").mockImplementation(() => undefined);

const numRuns = 300;

type Outcome = { readonly value: unknown } | { readonly error: unknown };

async function outcomeOf(work: Promise<unknown>): Promise<Outcome | "pending"> {
  return soon(
    work.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    ),
    2_000,
  );
}

const canFail = (tree: Tree): boolean =>
  someTree(tree, (part) => "failures" in part && part.failures > 0);
const mayTryAgain = (tree: Tree): boolean =>
  someTree(tree, ({ kind }) => kind === "retry" || kind === "fallbacks");

function isFailure(outcome: Outcome | "pending"): boolean {
  return outcome !== "pending" && "error" in outcome;
}

function asKey(event: RunEvent): string {
  return `${String(event.seq)} ${event.event} ${event.name} ${event.run_id}`;
}

const noisy: CallbackHandler = {
  on_event: (event) => {
    if (event.seq % 2 === 0) throw new Error("listener");
    return Promise.reject(new Error("listener"));
  },
};

// Left while the map comes to rest after a failure: the retry around it must wait for it.
const leftWhileResting: Tree = {
  kind: "retry",
  part: {
    kind: "map",
    parts: [
      { kind: "binding", part: { kind: "lambda", pauses: 0, failures: 1, chunks: 1 } },
      { kind: "sequence", parts: [{ kind: "lambda", pauses: 0, failures: 0, chunks: 1 }] },
      { kind: "branch", parts: [{ kind: "lambda", pauses: 0, failures: 0, chunks: 1 }] },
    ],
  },
};

describe("a random tree of runs", () => {
  it("comes to the same by invoke, stream and streamEvents, and obeys the laws in each", async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.boolean(), async (tree, isNoisy) => {
        const open: OpenCode = { count: 0 };
        const recorders = [createRecorder(), createRecorder(), createRecorder()] as const;
        const [first, second, third] = recorders.map((recorder) => ({
          callbacks: isNoisy ? [noisy, recorder] : [recorder],
        }));
        const invoked = await outcomeOf(buildTree(tree, open).invoke("x", first));
        const chunks = await outcomeOf(collect(buildTree(tree, open).stream("x", second)));
        const events = buildTree(tree, open).streamEvents("x", third);
        const output = await outcomeOf(events.output);
        for (const { events: recorded } of recorders) expect(findViolations(recorded)).toEqual([]);
        expect(open.count).toBe(0);
        expect([invoked, chunks, output]).not.toContain("pending");
        if (canFail(tree) && mayTryAgain(tree)) return;
        const summed =
          chunks !== "pending" && "value" in chunks
            ? { value: addUp(chunks.value as unknown[]) }
            : chunks;
        expect(isFailure(chunks)).toBe(isFailure(invoked));
        expect(isFailure(output)).toBe(isFailure(invoked));
        if (isFailure(invoked)) return;
        expect(output).toEqual(invoked);
        expect(summed).toEqual(invoked);
      }),
      { numRuns },
    );
    expect(await takeIncidents()).toEqual([]);
  });

  it("obeys the laws wherever it is left, and has come to rest at the next statement", async () => {
    await fc.assert(
      fc.asyncProperty(
        trees,
        fc.nat({ max: 12 }),
        fc.constantFrom("stream", "events"),
        async (tree, count, how) => {
          const open: OpenCode = { count: 0 };
          const recorder = createRecorder();
          const runnable = buildTree(tree, open);
          const stream: AsyncIterable<unknown> =
            how === "stream"
              ? runnable.stream("x", { callbacks: [recorder] })
              : runnable.streamEvents("x", { callbacks: [recorder] });
          let seen = 0;
          const loop = (async () => {
            for await (const _ of stream) {
              if (seen >= count) break;
              seen += 1;
            }
          })();
          const outcome = await outcomeOf(loop);
          expect(outcome).not.toBe("pending");
          expect(findViolations(recorder.events)).toEqual([]);
          expect(open.count).toBe(0);
        },
      ),
      { numRuns },
    );
    expect(await takeIncidents()).toEqual([]);
  });

  it("obeys the laws when its last subscriber leaves within an event", async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.integer({ min: 1, max: 20 }), async (tree, count) => {
        const open: OpenCode = { count: 0 };
        const recorder = createRecorder();
        const events = buildTree(tree, open).streamEvents("x", { callbacks: [recorder] });
        events.pipe(take(count)).subscribe({ error: () => undefined });
        await turns(25);
        for (let turn = 0; turn < 500 && open.count > 0; turn += 1) await nextTurn();
        expect(findViolations(recorder.events)).toEqual([]);
        expect(open.count).toBe(0);
      }),
      { numRuns, examples: [[leftWhileResting, 6]] },
    );
    expect(await takeIncidents()).toEqual([]);
  });

  it("obeys the laws when it is aborted within any event, and says why", async () => {
    await fc.assert(
      fc.asyncProperty(
        trees,
        fc.nat({ max: 20 }),
        fc.constantFrom("invoke", "stream", "events"),
        async (tree, at, how) => {
          const open: OpenCode = { count: 0 };
          const recorder = createRecorder();
          const controller = new AbortController();
          const { signal } = controller;
          const aborting: CallbackHandler = {
            on_event: ({ seq }) => {
              if (seq === at) controller.abort("enough");
            },
          };
          const config = { callbacks: [recorder, aborting], signal };
          const runnable = buildTree(tree, open);
          const outcome = await outcomeOf(
            how === "invoke"
              ? runnable.invoke("x", config)
              : how === "stream"
                ? collect(runnable.stream("x", config))
                : runnable.streamEvents("x", config).output,
          );
          expect(outcome).not.toBe("pending");
          expect(findViolations(recorder.events)).toEqual([]);
          expect(open.count).toBe(0);
          const last = recorder.events.at(-1);
          if (last?.event.endsWith("_cancel") === true) {
            expect(outcome).toEqual({ error: "enough" });
            expect((last.data as { readonly reason: unknown }).reason).toBe("enough");
          }
          expect(getEventListeners(signal, "abort")).toHaveLength(0);
        },
      ),
      { numRuns },
    );
    expect(await takeIncidents()).toEqual([]);
  });

  it("keeps many runs apart that share a listener and a signal", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(trees, { minLength: 2, maxLength: 5 }), async (forest) => {
        const open: OpenCode = { count: 0 };
        const recorder = createRecorder();
        const { signal } = new AbortController();
        const config = { callbacks: [recorder], signal };
        const outcomes = await Promise.all(
          forest.map((tree, index) => {
            const runnable = buildTree(tree, open);
            return outcomeOf(
              index % 2 === 0
                ? runnable.streamEvents("x", config).output
                : runnable.invoke("x", config),
            );
          }),
        );
        expect(outcomes).not.toContain("pending");
        expect(findViolations(recorder.events)).toEqual([]);
        expect(open.count).toBe(0);
        expect(getEventListeners(signal, "abort")).toHaveLength(0);
      }),
      { numRuns: numRuns / 3 },
    );
    expect(await takeIncidents()).toEqual([]);
  });

  it("tells a slow consumer everything, in order", async () => {
    await fc.assert(
      fc.asyncProperty(
        trees,
        fc.integer({ min: 1, max: 4 }),
        fc.nat({ max: 3 }),
        async (tree, highWaterMark, pause) => {
          const open: OpenCode = { count: 0 };
          const recorder = createRecorder();
          const events = buildTree(tree, open).streamEvents("x", {
            callbacks: [recorder],
            highWaterMark,
          });
          const seen: string[] = [];
          const loop = (async () => {
            for await (const event of events) {
              seen.push(asKey(event));
              await turns(pause);
            }
          })();
          expect(await outcomeOf(loop)).not.toBe("pending");
          expect(seen).toEqual(recorder.events.map(asKey));
          expect(findViolations(recorder.events)).toEqual([]);
          expect(open.count).toBe(0);
        },
      ),
      { numRuns: numRuns / 2 },
    );
    expect(await takeIncidents()).toEqual([]);
  });

  it("obeys the laws when it is left or aborted while a consumer or an awaited listener holds it", async () => {
    await fc.assert(
      fc.asyncProperty(
        trees,
        fc.integer({ min: 1, max: 3 }),
        fc.nat({ max: 30 }),
        fc.constantFrom("left", "aborted"),
        fc.boolean(),
        async (tree, highWaterMark, at, how, isAwaited) => {
          const open: OpenCode = { count: 0 };
          const recorder = createRecorder();
          const controller = new AbortController();
          const { signal } = controller;
          const slow: CallbackHandler = { awaited: isAwaited, on_event: () => turns(1) };
          const config = { callbacks: [recorder, slow], signal, highWaterMark };
          const events = buildTree(tree, open).streamEvents("x", config);
          let seen = 0;
          const loop = (async () => {
            for await (const _ of events) {
              await turns(2);
              seen += 1;
              if (seen < at) continue;
              if (how === "left") break;
              controller.abort("enough");
            }
          })();
          expect(await outcomeOf(loop)).not.toBe("pending");
          expect(open.count).toBe(0);
          const told = recorder.events.length;
          await turns(3);
          expect(recorder.events).toHaveLength(told);
          expect(findViolations(recorder.events)).toEqual([]);
          expect(getEventListeners(signal, "abort")).toHaveLength(0);
        },
      ),
      { numRuns: numRuns / 2 },
    );
    expect(await takeIncidents()).toEqual([]);
  });
});
