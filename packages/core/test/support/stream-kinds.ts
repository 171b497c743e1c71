import { traceable } from "@rivulet/core";
import { Observable } from "rxjs";
import { createDeferred, nextTurn, type Deferred } from "./signals.ts";

/** What the body under test does, and what became of it. */
export interface Script {
  readonly chunks: readonly number[];
  /** The index of the chunk in whose place the body throws. */
  readonly failsAt?: number;
  /** The index of the chunk in whose place the body waits until it is let go. */
  readonly stallsAt?: number;
  /** Whether the stalled body goes on only when `stall` resolves, whatever is asked of it. */
  readonly stall: Deferred<void>;
  isFinalized: boolean;
}

export const failure = new Error("the body failed");

export function createScript(fields: Partial<Omit<Script, "stall" | "isFinalized">> = {}): Script {
  return { chunks: [1, 2, 3], ...fields, stall: createDeferred(), isFinalized: false };
}

/** How a traced function that streams is called and left. */
export interface StreamKind {
  readonly name: string;
  /** Calls a function called `body` that follows the script. */
  open(script: Script): Promise<Reader>;
}

/** One consumer of what a traced function returned. */
export interface Reader {
  /** The next chunk; `undefined` at the end. */
  read(): Promise<number | undefined>;
  leave(): Promise<unknown>;
}

async function* follow(script: Script): AsyncGenerator<number, undefined> {
  try {
    for (const [index, chunk] of script.chunks.entries()) {
      if (index === script.failsAt) throw failure;
      if (index === script.stallsAt) await script.stall.promise;
      yield chunk;
    }
    return undefined;
  } finally {
    script.isFinalized = true;
  }
}

function* followNow(script: Script): Generator<number, undefined> {
  try {
    for (const [index, chunk] of script.chunks.entries()) {
      if (index === script.failsAt) throw failure;
      yield chunk;
    }
    return undefined;
  } finally {
    script.isFinalized = true;
  }
}

function iteratorReader(iterator: AsyncIterator<number> | Iterator<number>): Reader {
  return {
    read: async () => (await iterator.next()).value as number | undefined,
    leave: async () => iterator.return?.(),
  };
}

function webStream(script: Script): ReadableStream<number> {
  const chunks = follow(script);
  return new ReadableStream<number>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        script.isFinalized = true;
        script.stall.resolve();
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

function observable(script: Script): Observable<number> {
  return new Observable((subscriber) => {
    void (async () => {
      for (const [index, chunk] of script.chunks.entries()) {
        await nextTurn();
        if (index === script.failsAt) subscriber.error(failure);
        if (index === script.stallsAt) await script.stall.promise;
        subscriber.next(chunk);
      }
      subscriber.complete();
    })();
    return () => {
      script.isFinalized = true;
    };
  });
}

/** A reader over a subscription, which is pushed to: what it was told is kept until it is asked for. */
export function observableReader(source: Observable<number>): Reader {
  const told: (() => number | undefined)[] = [];
  let wake = createDeferred();
  const tell = (answer: () => number | undefined): void => {
    told.push(answer);
    wake.resolve();
  };
  const subscription = source.subscribe({
    next: (value) => {
      tell(() => value);
    },
    error: (error: unknown) => {
      tell(() => {
        throw error;
      });
    },
    complete: () => {
      tell(() => undefined);
    },
  });
  return {
    read: async () => {
      while (told.length === 0) {
        await wake.promise;
        wake = createDeferred();
      }
      return told.shift()?.();
    },
    leave: async () => {
      subscription.unsubscribe();
    },
  };
}

const name = "body";

/** Every kind of result that streams. */
export const streamKinds: readonly StreamKind[] = [
  {
    name: "async generator function",
    open: async (script) =>
      iteratorReader(
        traceable(
          async function* () {
            return yield* follow(script);
          },
          { name },
        )(),
      ),
  },
  {
    name: "async function of an async generator",
    open: async (script) => iteratorReader(await traceable(async () => follow(script), { name })()),
  },
  {
    name: "async iterable",
    open: async (script) => {
      const iterable = traceable(() => ({ [Symbol.asyncIterator]: () => follow(script) }), {
        name,
      })();
      return iteratorReader(iterable[Symbol.asyncIterator]());
    },
  },
  {
    name: "async iterable that is its own iterator",
    open: async (script) => {
      const source = follow(script);
      const own = {
        next: () => source.next(),
        return: () => source.return(undefined),
        [Symbol.asyncIterator]() {
          return this;
        },
      };
      return iteratorReader(traceable(() => own, { name })());
    },
  },
  {
    name: "web stream",
    open: async (script) => {
      const reader = traceable(() => webStream(script), { name })().getReader();
      return { read: async () => (await reader.read()).value, leave: () => reader.cancel() };
    },
  },
  {
    name: "promise of a web stream",
    open: async (script) => {
      const reader = (await traceable(async () => webStream(script), { name })()).getReader();
      return { read: async () => (await reader.read()).value, leave: () => reader.cancel() };
    },
  },
  {
    name: "observable",
    open: async (script) => observableReader(traceable(() => observable(script), { name })()),
  },
];

/** The kinds that give their values at once. */
export const syncStreamKinds: readonly StreamKind[] = [
  {
    name: "generator function",
    open: async (script) =>
      iteratorReader(
        traceable(
          function* () {
            return yield* followNow(script);
          },
          { name },
        )(),
      ),
  },
  {
    name: "function of a generator",
    open: async (script) => iteratorReader(traceable(() => followNow(script), { name })()),
  },
];
