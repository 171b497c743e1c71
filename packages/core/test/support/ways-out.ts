import { traceable, type TraceableOptions } from "@rivulet/core";
import { openRoot } from "./open-root.ts";

/** One way in which a run comes to its end, and how it tells that. */
export interface WayOut {
  readonly name: string;
  readonly ending: "end" | "error" | "cancel";
  /** Plays a run that way; gives what its caller saw. `onBody` is called in each piece of the body. */
  play(options: TraceableOptions, onBody?: () => void): Promise<unknown>;
}

export const bodyFailure = new Error("the body failed");

async function readAll(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const item of items) read.push(item);
  return read;
}

/** What a call gave, or threw. */
async function outcomeOf(call: () => unknown): Promise<unknown> {
  try {
    return { gave: await call() };
  } catch (error) {
    return { threw: error };
  }
}

type Play = (options: TraceableOptions, onBody: () => void) => unknown;

function wayOut(name: string, ending: WayOut["ending"], play: Play): WayOut {
  return {
    name,
    ending,
    play: (options, onBody = () => undefined) => outcomeOf(() => play(options, onBody)),
  };
}

/** Every way out: by return, throw, break and abort, of functions, promises and generators. */
export const waysOut: readonly WayOut[] = [
  wayOut("a function returns", "end", (options, onBody) =>
    traceable((value: number) => {
      onBody();
      return value + 1;
    }, options)(1),
  ),
  wayOut("a function throws", "error", (options, onBody) =>
    traceable(() => {
      onBody();
      throw bodyFailure;
    }, options)(),
  ),
  wayOut("a promise resolves", "end", (options, onBody) =>
    traceable(async (value: number) => {
      await Promise.resolve();
      onBody();
      return value + 1;
    }, options)(1),
  ),
  wayOut("a promise rejects", "error", (options, onBody) =>
    traceable(async () => {
      await Promise.resolve();
      onBody();
      throw bodyFailure;
    }, options)(),
  ),
  wayOut("a promise is aborted", "cancel", async (options, onBody) => {
    const root = openRoot();
    const call = root.enter(() =>
      traceable(async () => {
        onBody();
        root.scope.cancel(bodyFailure);
        await Promise.resolve();
      }, options)(),
    );
    try {
      return await call;
    } finally {
      root.run.cancel(bodyFailure);
    }
  }),
  wayOut("a generator is read to its end", "end", (options, onBody) =>
    Array.from(
      traceable(function* () {
        onBody();
        yield 1;
        onBody();
        yield 2;
      }, options)(),
    ),
  ),
  wayOut("an async generator is read to its end", "end", (options, onBody) =>
    readAll(
      traceable(async function* () {
        onBody();
        yield 1;
        await Promise.resolve();
        onBody();
        yield 2;
      }, options)(),
    ),
  ),
  wayOut("an async generator throws", "error", (options, onBody) =>
    readAll(
      traceable(async function* () {
        onBody();
        yield 1;
        onBody();
        throw bodyFailure;
      }, options)(),
    ),
  ),
  wayOut("a loop is left", "cancel", async (options, onBody) => {
    const items = traceable(async function* () {
      onBody();
      yield 1;
      yield 2;
    }, options)();
    for await (const item of items) return item;
    return undefined;
  }),
];
