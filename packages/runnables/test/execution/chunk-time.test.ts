import { RunnableLambda, RunnablePassthrough, StringOutputParser } from "@rivulet/runnables";
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

  it("is the same for all that follows from the output of one body, and read anew for every start", async () => {
    watchClock();
    const chain = RunnableLambda.from((text: string) => text).pipe((text: string) => text);
    const times = await timesOf(chain.streamEvents("x"), /./u);
    // The chain's start, those of the first step, those of the second: its start, its chunk and the chain's, its end and the chain's.
    expect(times).toHaveLength(9);
    expect(new Set(times).size).toBe(5);
    const [first, start, chunk, end, nextStart, ...rest] = times;
    expect([...times].toSorted((one, other) => one - other)).toStrictEqual(times);
    expect(new Set([first, start, chunk, nextStart]).size).toBe(4);
    expect(end).toBe(chunk);
    expect(new Set(rest).size).toBe(1);
  });

  it("is read anew after user code within that: a run that is started there takes its own time", async () => {
    watchClock();
    const inner = RunnableLambda.from((text: string) => text).withConfig({ runName: "inner" });
    const chain = RunnableLambda.from((text: string) => text).pipe(
      new RunnablePassthrough<string>({
        func: (text, config) => {
          void inner.invoke(text, config);
        },
      }),
    );
    const times: Record<string, number> = {};
    for await (const { event, name, time } of chain.streamEvents("x"))
      times[`${name} ${event}`] = time;
    const order = [
      "RunnableLambda on_chain_end",
      "inner on_chain_start",
      "inner on_chain_end",
      "RunnablePassthrough on_chain_end",
    ];
    const told = order.map((key) => times[key]);
    expect(told).toStrictEqual([...new Set(told)].toSorted((one = 0, other = 0) => one - other));
  });

  it("is not read at all where nobody listens", async () => {
    const clock = watchClock();
    const chain = new ScriptedChatModel({ chunks: ["a", "b"] }).pipe(new StringOutputParser());
    for await (const text of chain.stream("x")) expect(text).toMatch(/[ab]/u);
    expect(clock.reads()).toBe(0);
  });
});
