import { EventCollector, type CallbackHandler } from "@rivulet/core";
import {
  RunnableGenerator,
  RunnableParallel,
  RunnablePassthrough,
  StringOutputParser,
  type Runnable,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { promisesPerUnit } from "@rivulet/test-support";

// A promise costs about 0.1 us, and several times that where ambient context is in use: how many there are for each chunk
// decides what a chunk costs. LangChain.js makes 178 a token.

/** Now and then a source waits for room: so many promises for each chunk or event that is handed out, at most. */
const ofWaiting = 1 / 16;

const quiet: CallbackHandler = { on_event: () => undefined };

function chain(chunks: number): Runnable<string, string> {
  const model = new ScriptedChatModel({ chunks: Array.from({ length: chunks }, () => "a") });
  return model.pipe(new StringOutputParser());
}

async function readAll(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

function subscribe(runnable: Runnable<string, unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    runnable.streamEvents("x").subscribe({ complete: resolve, error: reject });
  });
}

async function collect(runnable: Runnable<string, unknown>): Promise<void> {
  const collector = new EventCollector();
  const reading = readAll(collector);
  await runnable.invoke("x", { callbacks: [collector] });
  collector.complete();
  await reading;
}

describe("a scripted model and a parser", () => {
  it("make at most 2 promises a chunk for a subscriber: the source's, and V8's for the one await", async () => {
    expect(await promisesPerUnit((chunks) => subscribe(chain(chunks)))).toBeLessThanOrEqual(2);
  });

  it("make at most 2 more for each event that a loop reads: that of next(), and V8's for the loop's await", async () => {
    const promises = await promisesPerUnit((chunks) => readAll(chain(chunks).streamEvents("x")));
    expect(promises).toBeLessThanOrEqual(2 + 3 * (2 + ofWaiting));
  });

  it("make at most 4 a chunk for a loop over the events of one type, which is one event a chunk", async () => {
    const promises = await promisesPerUnit((chunks) =>
      readAll(chain(chunks).streamEvents("x", {}, { includeTypes: ["parser"] })),
    );
    expect(promises).toBeLessThanOrEqual(4 + ofWaiting);
  });

  it.each([
    ["nobody listens", []],
    ["somebody listens", [quiet]],
  ])("make at most 4 a chunk for a loop over stream(), where %s", async (_who, callbacks) => {
    const promises = await promisesPerUnit((chunks) =>
      readAll(chain(chunks).stream("x", { callbacks })),
    );
    expect(promises).toBeLessThanOrEqual(4 + ofWaiting);
  });

  it("make 0 more for 20 steps more", async () => {
    const promises = await promisesPerUnit((chunks) => {
      let longer = chain(chunks);
      for (let step = 0; step < 20; step += 1) longer = longer.pipe(new RunnablePassthrough());
      return readAll(longer.stream("x"));
    });
    expect(promises).toBeLessThanOrEqual(4 + ofWaiting);
  });

  it("make at most 2 a chunk when they are invoked, with and without a listener", async () => {
    for (const callbacks of [[], [quiet]])
      expect(
        await promisesPerUnit((chunks) => chain(chunks).invoke("x", { callbacks })),
      ).toBeLessThanOrEqual(2);
  });

  it("make at most 4 a chunk when a loop reads a collector: one event a chunk", async () => {
    expect(await promisesPerUnit((chunks) => collect(chain(chunks)))).toBeLessThanOrEqual(
      4 + ofWaiting,
    );
  });

  it.each([2, 20])(
    "make at most 2 a chunk and 2 for each of what %d branches hand out",
    async (branches) => {
      const promises = await promisesPerUnit((chunks) => {
        const steps = Array.from({ length: branches }, (_, branch) => [
          `branch${String(branch)}`,
          new RunnablePassthrough<string>(),
        ]);
        const parallel = RunnableParallel.from(
          Object.fromEntries(steps) as Record<string, RunnablePassthrough<string>>,
        );
        return readAll(chain(chunks).pipe(parallel).stream("x"));
      });
      expect(promises).toBeLessThanOrEqual(2 + branches * (2 + ofWaiting));
    },
  );

  it("make at most 2 for the turn that others get after each 128 chunks", async () => {
    const promises = await promisesPerUnit((bursts) => subscribe(chain(bursts * 128)));
    expect(promises).toBeLessThanOrEqual(2 * 128 + 2);
  });
});

describe("an async generator", () => {
  async function* bare(chunks: number): AsyncGenerator<string> {
    for (let index = 0; index < chunks; index += 1) yield "a";
  }
  async function* copy(input: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const chunk of input) yield chunk;
  }
  const source = (chunks: number): Runnable<string, string> =>
    new RunnableGenerator(() => bare(chunks));
  const steps = (chunks: number, count: number): Runnable<string, string> => {
    let runnable = source(chunks);
    for (let step = 0; step < count; step += 1)
      runnable = runnable.pipe(new RunnableGenerator(copy));
    return runnable;
  };
  const bareSteps = (chunks: number, count: number): AsyncIterable<string> => {
    let items = bare(chunks);
    for (let step = 0; step < count; step += 1) items = copy(items);
    return items;
  };

  it("makes 4 promises a chunk in a bare loop", async () => {
    expect(await promisesPerUnit((chunks) => readAll(bare(chunks)))).toBe(4);
  });

  it("makes at most 2 more as a source: 0 for a subscriber, and 2 for each item that a loop reads", async () => {
    expect(await promisesPerUnit((chunks) => subscribe(source(chunks)))).toBeLessThanOrEqual(4);
    expect(
      await promisesPerUnit((chunks) => readAll(source(chunks).streamEvents("x"))),
    ).toBeLessThanOrEqual(6 + ofWaiting);
    expect(
      await promisesPerUnit((chunks) => readAll(source(chunks).stream("x"))),
    ).toBeLessThanOrEqual(6 + ofWaiting);
  });

  it("makes at most 2 more for each further step than a bare one does", async () => {
    const count = 5;
    const ofBare = await promisesPerUnit((chunks) => readAll(bareSteps(chunks, count)));
    const ofSteps = await promisesPerUnit((chunks) => readAll(steps(chunks, count).stream("x")));
    expect(ofSteps - 6).toBeLessThanOrEqual(ofBare - 4 + count * (2 + ofWaiting));
  });
});
