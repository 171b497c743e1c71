import { getEventListeners } from "node:events";
import { RunTimeoutError, type RunEvent } from "@rivulet/core";
import type { Runnable } from "@rivulet/runnables";
import { watchProcess } from "@rivulet/test-support";
import { consumers, type Consumer } from "./support/consumers.ts";
import { findViolations } from "./support/find-violations.ts";
import { kinds, type Kind } from "./support/kinds.ts";
import { nestings, type Nesting } from "./support/nestings.ts";
import { createRecorder, type Recorder } from "./support/recorder.ts";
import { Script, type Plan } from "./support/script.ts";
import { soon, turns } from "./support/soon.ts";

watchProcess();

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["setImmediate", "queueMicrotask", "nextTick", "performance"] });
});

afterEach(() => {
  jest.useRealTimers();
});

/** One cell of the table, made anew. */
class Cell {
  readonly kind: Kind;
  readonly nesting: Nesting;
  readonly script: Script;
  readonly runnable: Runnable<string, unknown>;
  readonly recorder: Recorder = createRecorder();
  readonly controller = new AbortController();
  readonly problems: string[] = [];

  constructor(kind: Kind, nesting: Nesting, plan: Plan) {
    this.kind = kind;
    this.nesting = nesting;
    this.script = new Script(plan);
    this.runnable = nesting.place(kind.build(this.script));
  }

  get config(): { callbacks: Recorder[]; signal: AbortSignal } {
    return { callbacks: [this.recorder], signal: this.controller.signal };
  }

  expect(what: string, received: unknown, expected: unknown): void {
    try {
      expect(received).toEqual(expected);
    } catch {
      this.problems.push(
        `${this.nesting.name}: ${what} was ${show(received)}, not ${show(expected)}`,
      );
    }
  }

  /** What must hold at the consumer's next statement. */
  checkRest(...terminals: readonly string[]): void {
    this.checkEvents(...terminals);
    this.expect("code that is still open", this.script.open, 0);
    this.expect(
      "listeners left on the signal",
      getEventListeners(this.controller.signal, "abort").length,
      0,
    );
  }

  checkEvents(...terminals: readonly string[]): void {
    this.expect("violations", findViolations(this.recorder.events), []);
    const rootEnd = this.recorder.events.findLast(({ parent_ids }) => parent_ids.length === 0);
    const phase = rootEnd?.event.slice(rootEnd.event.lastIndexOf("_") + 1) ?? "nothing";
    if (!terminals.includes(phase))
      this.problems.push(
        `${this.nesting.name}: the root's last event is ${phase}, not ${terminals.join(" or ")}`,
      );
  }

  /** What the root's last event says of why. */
  get reason(): unknown {
    const last = this.recorder.events.findLast(({ parent_ids }) => parent_ids.length === 0);
    const data = (last?.data ?? {}) as { readonly error?: unknown; readonly reason?: unknown };
    return data.reason ?? data.error;
  }
}

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      inner instanceof Error ? String(inner) : inner,
    ) ?? "undefined"
  );
}

type Way = (cell: Cell) => Promise<void>;

interface WayOut {
  readonly name: string;
  readonly plan: Plan;
  readonly applies: (kind: Kind) => boolean;
  readonly go: Way;
}

const always = (): boolean => true;
const canStall = (kind: Kind): boolean => kind.canStall;
const isGradual = (kind: Kind): boolean => kind.isGradual;
const stallsInTheMiddle = (kind: Kind): boolean => kind.isGradual && kind.canStall;

function returning(consumer: Consumer): Way {
  return async (cell) => {
    const { kind, nesting } = cell;
    const { outcome, chunks } = consumer.consume(cell.runnable, cell.config);
    const result = await soon(outcome);
    const value = result !== "pending" && "value" in result ? result.value : result;
    if (consumer.name === "stream") cell.expect("outcome", result, { value: undefined });
    else cell.expect("output", kind.read(nesting.outputOf(value)), kind.output);
    if (consumer.isGradual && kind.addUp !== undefined)
      cell.expect("sum of the chunks", kind.read(rebuilt(cell, chunks)), kind.output);
    cell.checkRest("end");
  };
}

// What the chunks add up to, in a form that `read` takes.
function rebuilt({ kind, nesting }: Cell, chunks: readonly unknown[]): unknown {
  const sum = kind.addUp?.(nesting.chunksOf(chunks));
  return kind.name === "chat model" ? { text: sum } : sum;
}

function throwing(consumer: Consumer): Way {
  return async (cell) => {
    const { outcome } = consumer.consume(cell.runnable, cell.config);
    const result = await soon(outcome);
    const error = result !== "pending" && "error" in result ? result.error : result;
    if (!(error instanceof Error)) cell.expect("outcome", result, "a failure");
    if (error !== cell.reason) cell.expect("the failure of the root", cell.reason, error);
    cell.checkRest("error");
  };
}

function aborting(consumer: Consumer): Way {
  return async (cell) => {
    const { outcome, chunks } = consumer.consume(cell.runnable, cell.config);
    await cell.script.stalled.promise;
    await turns(3);
    const before = chunks.length;
    const reason = new Error("the user had enough");
    cell.controller.abort(reason);
    cell.expect("outcome", await soon(outcome), { error: reason });
    cell.expect("chunks after the abort", chunks.length, before);
    if (cell.reason !== reason) cell.expect("reason of the root", cell.reason, reason);
    cell.checkRest("cancel");
  };
}

function abortedBefore(consumer: Consumer): Way {
  return async (cell) => {
    const reason = new Error("the user never wanted");
    cell.controller.abort(reason);
    const { outcome } = consumer.consume(cell.runnable, cell.config);
    cell.expect("outcome", await soon(outcome), { error: reason });
    cell.checkRest("cancel");
  };
}

function timingOut(consumer: Consumer): Way {
  return async (cell) => {
    const { outcome } = consumer.consume(cell.runnable, { ...cell.config, timeout: 50 });
    await cell.script.stalled.promise;
    await turns(3);
    jest.advanceTimersByTime(49);
    cell.expect("outcome before the time is over", await soon(outcome, 5), "pending");
    jest.advanceTimersByTime(1);
    const result = await soon(outcome);
    const error = result !== "pending" && "error" in result ? result.error : result;
    if (!(error instanceof RunTimeoutError)) cell.expect("outcome", result, "a RunTimeoutError");
    cell.checkRest("cancel");
    cell.expect("timers left", jest.getTimerCount(), 0);
  };
}

function ignoring(consumer: Consumer): Way {
  return async (cell) => {
    const { outcome } = consumer.consume(cell.runnable, cell.config);
    await cell.script.stalled.promise;
    await turns(3);
    cell.controller.abort("enough");
    await turns(3);
    await jest.advanceTimersByTimeAsync(1_000);
    cell.expect("outcome", await soon(outcome), { error: "enough" });
    await checkAfterwards(cell);
  };
}

// What code does that was given up is nobody's business any more.
async function checkAfterwards(cell: Cell): Promise<void> {
  cell.checkEvents("cancel");
  const count = cell.recorder.events.length;
  cell.script.release.resolve();
  await turns(5);
  cell.expect("events after the end", cell.recorder.events.length - count, 0);
  cell.expect("code that is still open", cell.script.open, 0);
}

type Leave = (cell: Cell) => Promise<void>;

// Where the body is to wait, it leaves when it does.
async function untilStalled({ script }: Cell): Promise<void> {
  if (script.plan.stallAt !== undefined) await script.stalled.promise;
}

async function breakStream(cell: Cell): Promise<void> {
  for await (const _ of cell.runnable.stream("x", cell.config)) {
    await untilStalled(cell);
    break;
  }
}

function hasChunk(event: RunEvent): boolean {
  return event.event.endsWith("_stream") && event.parent_ids.length === 0;
}

// Where there are no chunks (a prompt), it leaves at the end.
async function breakEvents(cell: Cell): Promise<void> {
  for await (const event of cell.runnable.streamEvents("x", cell.config)) {
    if (!hasChunk(event)) continue;
    await untilStalled(cell);
    break;
  }
}

function breaking(leave: Leave): Way {
  return async (cell) => {
    await leave(cell);
    if (cell.script.plan.stallAt === undefined) cell.checkRest("cancel", "end");
    else cell.checkRest("cancel");
  };
}

async function unsubscribing(cell: Cell): Promise<void> {
  const stream = cell.runnable.streamEvents("x", cell.config);
  const subscription = stream.subscribe((event) => {
    if (hasChunk(event)) subscription.unsubscribe();
  });
  await turns(10);
  cell.checkRest("cancel");
}

async function breakIgnored(cell: Cell, leave: Leave): Promise<void> {
  let isLeft = false;
  const left = leave(cell).then(() => {
    isLeft = true;
  });
  await cell.script.stalled.promise;
  await turns(5);
  await jest.advanceTimersByTimeAsync(999);
  cell.expect("whether it left early", isLeft, false);
  await jest.advanceTimersByTimeAsync(1);
  await turns(5);
  cell.expect("whether it left in time", isLeft, true);
  await checkAfterwards(cell);
  await left;
}

const both: readonly (readonly [string, Leave])[] = [
  ["stream", breakStream],
  ["streamEvents", breakEvents],
];

const waysOut: readonly WayOut[] = [
  ...consumers.flatMap((consumer): WayOut[] => [
    { name: `${consumer.name}, return`, plan: {}, applies: always, go: returning(consumer) },
    {
      name: `${consumer.name}, throw before the first chunk`,
      plan: { failAt: 0 },
      applies: always,
      go: throwing(consumer),
    },
    {
      name: `${consumer.name}, throw in the middle`,
      plan: { failAt: 1 },
      applies: isGradual,
      go: throwing(consumer),
    },
    {
      name: `${consumer.name}, abort before the first chunk`,
      plan: { stallAt: 0 },
      applies: canStall,
      go: aborting(consumer),
    },
    {
      name: `${consumer.name}, abort between chunks`,
      plan: { stallAt: 1 },
      applies: stallsInTheMiddle,
      go: aborting(consumer),
    },
    {
      name: `${consumer.name}, aborted before it began`,
      plan: {},
      applies: always,
      go: abortedBefore(consumer),
    },
    {
      name: `${consumer.name}, timeout before the first chunk`,
      plan: { stallAt: 0 },
      applies: canStall,
      go: timingOut(consumer),
    },
    {
      name: `${consumer.name}, timeout between chunks`,
      plan: { stallAt: 1 },
      applies: stallsInTheMiddle,
      go: timingOut(consumer),
    },
    {
      name: `${consumer.name}, abort of a body that ignores it`,
      plan: { stallAt: 1, ignoresSignal: true },
      applies: canStall,
      go: ignoring(consumer),
    },
  ]),
  ...both.flatMap(([name, leave]): WayOut[] => [
    { name: `${name}, break after a chunk`, plan: {}, applies: always, go: breaking(leave) },
    {
      name: `${name}, break in the middle`,
      plan: { stallAt: 1 },
      applies: stallsInTheMiddle,
      go: breaking(leave),
    },
    {
      name: `${name}, break from a body that ignores it`,
      plan: { stallAt: 1, ignoresSignal: true },
      applies: stallsInTheMiddle,
      go: (cell) => breakIgnored(cell, leave),
    },
  ]),
  {
    name: "last unsubscribe in the middle",
    plan: { stallAt: 1 },
    applies: stallsInTheMiddle,
    go: unsubscribing,
  },
];

describe.each(kinds.map((kind) => [kind.name, kind] as const))("%s", (_name, kind) => {
  const applying = waysOut.filter(({ applies }) => applies(kind));

  const placesFor = (way: string): readonly Nesting[] =>
    kind.isUntracedAlone === true && way.startsWith("invoke,")
      ? nestings.filter(({ name }) => name !== "bare")
      : nestings;

  it.each(applying.map((way) => [way.name, way] as const))("%s", async (way, { plan, go }) => {
    const problems: string[] = [];
    for (const nesting of placesFor(way)) {
      const cell = new Cell(kind, nesting, plan);
      await go(cell);
      problems.push(...cell.problems);
    }
    expect(problems).toEqual([]);
  });
});
