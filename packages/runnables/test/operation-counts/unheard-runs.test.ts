import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { webcrypto } from "node:crypto";
import type { CallbackHandler } from "@rivulet/core";
import { RunnableLambda, StringOutputParser, type Runnable } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

afterEach(() => {
  jest.restoreAllMocks();
});

const quiet: CallbackHandler = { on_event: () => undefined };

/** What a run does beside its work, by what it asks of the platform for it. */
interface Asked {
  /** Every event has a time; the events that follow from one chunk share it. */
  readonly clockReads: number;
  /** Ids come out of a pool of 128: it is filled so often. */
  readonly idPools: number;
  readonly contextEntries: number;
  readonly timers: number;
  readonly abortListeners: number;
}

async function countAsked(work: () => unknown): Promise<Asked> {
  const now = jest.spyOn(performance, "now");
  const random = jest.spyOn(
    Object.getPrototypeOf(webcrypto) as typeof webcrypto,
    "getRandomValues",
  );
  const run = jest.spyOn(AsyncLocalStorage.prototype, "run");
  const enter = jest.spyOn(AsyncResource.prototype, "runInAsyncScope");
  const timeout = jest.spyOn(globalThis, "setTimeout");
  const listen = jest.spyOn(EventTarget.prototype, "addEventListener");
  await work();
  const asked = {
    clockReads: now.mock.calls.length,
    idPools: random.mock.calls.length,
    contextEntries: run.mock.calls.length + enter.mock.calls.length,
    timers: timeout.mock.calls.length,
    abortListeners: listen.mock.calls.length,
  };
  jest.restoreAllMocks();
  return asked;
}

/** What is asked for each of 1,000 chunks or runs more. */
async function askedPerUnit(work: (units: number) => unknown): Promise<Asked> {
  await work(10);
  const ofFew = await countAsked(() => work(10));
  const ofMany = await countAsked(() => work(1_010));
  const per = (what: keyof Asked): number => (ofMany[what] - ofFew[what]) / 1_000;
  return {
    clockReads: per("clockReads"),
    idPools: per("idPools"),
    contextEntries: per("contextEntries"),
    timers: per("timers"),
    abortListeners: per("abortListeners"),
  };
}

const nothing: Asked = {
  clockReads: 0,
  idPools: 0,
  contextEntries: 0,
  timers: 0,
  abortListeners: 0,
};

const lambda = RunnableLambda.from((value: number) => value);
const sequence = lambda.pipe((value: number) => value);

async function invokeMany(
  runnable: Runnable<number, number>,
  runs: number,
  callbacks: readonly CallbackHandler[] = [],
): Promise<void> {
  for (let index = 0; index < runs; index += 1) await runnable.invoke(1, { callbacks });
}

async function streamMany(
  chunks: number,
  callbacks: readonly CallbackHandler[] = [],
): Promise<void> {
  const model = new ScriptedChatModel({ chunks: Array.from({ length: chunks }, () => "a") });
  const chain = model.pipe(new StringOutputParser());
  for await (const _ of chain.stream("x", { callbacks }));
}

describe("where nobody listens", () => {
  it("a run reads the clock 0 times, makes 0 ids, enters 0 contexts, sets 0 timers and adds 0 listeners", async () => {
    expect(await askedPerUnit((runs) => invokeMany(lambda, runs))).toEqual(nothing);
  });

  it("a sequence does not either, but enters at most 1 context for each of its functions", async () => {
    const { contextEntries, ...asked } = await askedPerUnit((runs) => invokeMany(sequence, runs));
    expect({ ...asked, contextEntries: 0 }).toEqual(nothing);
    expect(contextEntries).toBeLessThanOrEqual(2);
  });

  it("nor does a chunk, but for at most 1 context, in which its source is asked for it", async () => {
    const { contextEntries, ...asked } = await askedPerUnit((chunks) => streamMany(chunks));
    expect({ ...asked, contextEntries: 0 }).toEqual(nothing);
    expect(contextEntries).toBeLessThanOrEqual(1);
  });

  it("listeners for other types make 0 events and 0 ids be built", async () => {
    const other: CallbackHandler = { ...quiet, filter: { includeTypes: ["retriever"] } };
    const built = { clockReads: 0, idPools: 0 };
    expect(await askedPerUnit((runs) => invokeMany(sequence, runs, [other]))).toMatchObject(built);
    expect(await askedPerUnit((chunks) => streamMany(chunks, [other]))).toMatchObject(built);
  });
});

describe("where somebody listens", () => {
  it("a sequence of 2 reads the clock once for each of its 6 events and once for all, and makes 3 ids", async () => {
    const asked = await askedPerUnit((runs) => invokeMany(sequence, runs, [quiet]));
    expect(asked.clockReads).toBeGreaterThanOrEqual(6);
    expect(asked.clockReads).toBeLessThanOrEqual(7);
    // A pool more or less in each of the two counts, as one may be partly used before.
    expect(Math.abs(asked.idPools - 3 / 128)).toBeLessThanOrEqual(2 / 1_000);
    expect(asked).toMatchObject({ timers: 0, abortListeners: 0 });
  });

  it("a chunk reads the clock once for its 3 events, and makes 0 ids", async () => {
    const { contextEntries, ...asked } = await askedPerUnit((chunks) =>
      streamMany(chunks, [quiet]),
    );
    expect({ ...asked, contextEntries: 0 }).toEqual({ ...nothing, clockReads: 1 });
    expect(contextEntries).toBeLessThanOrEqual(1);
  });
});
