import { RunnableLambda, StringOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

afterEach(() => {
  jest.restoreAllMocks();
});

// A clock that goes on by one millisecond each time that it is read.
function watchClock(): { readonly reads: () => number } {
  let reads = 0;
  jest.spyOn(performance, "now").mockImplementation(() => (reads += 1));
  return { reads: () => reads };
}

async function timesOf(
  events: AsyncIterable<{ readonly event: string; readonly time: number }>,
  name: RegExp,
): Promise<readonly number[]> {
  const times: number[] = [];
  for await (const { event, time } of events) if (name.test(event)) times.push(time);
  return times;
}

describe("the time of an event", () => {
  it("is the same for all that follows from one chunk of a source, and later for the next", async () => {
    watchClock();
    const chain = new ScriptedChatModel({ chunks: ["a", "b", "c"] }).pipe(new StringOutputParser());
    const times = await timesOf(chain.streamEvents("x"), /_stream$/u);
    expect(times).toHaveLength(9);
    for (const chunk of [0, 1, 2]) {
      const [first, second, third] = times.slice(chunk * 3, chunk * 3 + 3);
      expect([second, third]).toEqual([first, first]);
      if (chunk > 0) expect(first).toBeGreaterThan(times[chunk * 3 - 1] ?? Infinity);
    }
  });

  it("is read anew for every start and end", async () => {
    watchClock();
    const chain = RunnableLambda.from((text: string) => text).pipe((text: string) => text);
    const times = await timesOf(chain.streamEvents("x"), /_(start|end)$/u);
    expect(times).toHaveLength(6);
    expect(new Set(times).size).toBe(6);
  });

  it("is not read at all where nobody listens", async () => {
    const clock = watchClock();
    const chain = new ScriptedChatModel({ chunks: ["a", "b"] }).pipe(new StringOutputParser());
    for await (const text of chain.stream("x")) expect(text).toMatch(/[ab]/u);
    expect(clock.reads()).toBe(0);
  });
});
