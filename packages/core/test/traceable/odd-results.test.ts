import { configure, traceable } from "@rivulet/core";
import { lastValueFrom, Observable, take } from "rxjs";
import { phasesOf, recordEvents, type RecordingHandler } from "../support/record-events.ts";

let recorder: RecordingHandler;

beforeEach(() => {
  recorder = recordEvents();
  configure({ callbacks: [recorder] });
});

afterEach(() => {
  configure({ callbacks: [] });
});

async function* letters(): AsyncGenerator<string> {
  yield "a";
  yield "b";
}

async function readAll<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const read: Value[] = [];
  for await (const value of values) read.push(value);
  return read;
}

describe("a traced iterable whose properties cannot be changed", () => {
  const frozen = Object.freeze({
    [Symbol.asyncIterator]: letters,
    size: () => 2,
    kind: Object.freeze({ of: "letters" }),
  });

  it("is read as it is, and told", async () => {
    const result = traceable(() => frozen, { name: "frozen" })();
    expect(result.size()).toBe(2);
    expect(result.kind).toBe(frozen.kind);
    expect(Object.keys(result)).toEqual(["size", "kind"]);
    await expect(readAll(result)).resolves.toEqual(["a", "b"]);
    expect(phasesOf(recorder.events, "frozen")).toEqual([
      "start",
      'stream "a"',
      'stream "b"',
      "end",
    ]);
  });

  it("may be of a class with private fields, and change itself", async () => {
    class Counted {
      #count = 0;
      read = 0;
      declare readonly count: () => number;
      declare readonly [Symbol.asyncIterator]: () => AsyncGenerator<string>;

      constructor() {
        Object.defineProperty(this, "count", { value: () => this.#count });
        Object.defineProperty(this, Symbol.asyncIterator, { value: () => this.#letters() });
      }

      async *#letters(): AsyncGenerator<string> {
        this.#count += 1;
        this.read += 1;
        yield "a";
      }
    }
    const result = traceable(() => new Counted(), { name: "counted" })();
    expect(result).toBeInstanceOf(Counted);
    await expect(readAll(result)).resolves.toEqual(["a"]);
    expect(result.count()).toBe(1);
    expect(result.read).toBe(1);
    expect(phasesOf(recorder.events, "counted").at(-1)).toBe("end");
  });
});

describe("a traced Observable", () => {
  it("is left also while it tells all of its values within the subscription", async () => {
    let told = 0;
    const endless = traceable(
      () =>
        new Observable<number>((subscriber) => {
          while (!subscriber.closed && told < 1_000) {
            told += 1;
            subscriber.next(told);
          }
          subscriber.complete();
        }),
      { name: "endless" },
    );
    await expect(lastValueFrom(endless().pipe(take(2)))).resolves.toBe(2);
    expect(told).toBe(2);
    expect(phasesOf(recorder.events, "endless")).toEqual([
      "start",
      "stream 1",
      "stream 2",
      "cancel",
    ]);
  });

  it("ends its run also when what takes it down throws", () => {
    const endless = traceable(
      () =>
        new Observable<string>((subscriber) => {
          subscriber.next("a");
          return () => {
            throw new Error("not taken down");
          };
        }),
      { name: "endless" },
    );
    const subscription = endless().subscribe();
    expect(() => {
      subscription.unsubscribe();
    }).toThrow("not taken down");
    expect(phasesOf(recorder.events, "endless")).toEqual(["start", 'stream "a"', "cancel"]);
  });
});

describe("a traced generator that is asked for several values at once", () => {
  it("tells the failure of one of them", async () => {
    const failing = traceable(
      async function* failing() {
        yield "a";
        throw new Error("broken");
      },
      { name: "failing" },
    );
    const values = failing();
    const answers = await Promise.allSettled([values.next(), values.next(), values.next()]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(phasesOf(recorder.events, "failing")).toEqual(["start", 'stream "a"', "error"]);
  });
});

describe("a traced web stream", () => {
  it("is told why it is cancelled", async () => {
    const reasons: unknown[] = [];
    const letters = traceable(
      () =>
        new ReadableStream<string>({
          pull: (controller) => {
            controller.enqueue("a");
          },
          cancel: (reason) => {
            reasons.push(reason);
          },
        }),
      { name: "letters" },
    );
    const reader = letters().getReader();
    await reader.read();
    await reader.cancel("enough");
    await letters().cancel("not wanted");
    expect(reasons).toEqual(["enough", "not wanted"]);
    expect(phasesOf(recorder.events, "letters")).toEqual([
      "start",
      'stream "a"',
      "cancel",
      "start",
      "cancel",
    ]);
  });
});
