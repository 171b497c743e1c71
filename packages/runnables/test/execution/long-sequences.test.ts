import { RunnableLambda, RunnableSequence, type Runnable } from "@rivulet/runnables";
import { EventRecorder } from "@rivulet/testing";
import "@rivulet/testing/jest";

function longSequence(length: number): Runnable<number, number> {
  const steps = Array.from(
    { length },
    (_, index) =>
      new RunnableLambda({ func: (value: number) => value + 1, name: `step${String(index)}` }),
  );
  return RunnableSequence.from<number, number>(steps);
}

describe("a sequence of thousands of synchronous steps", () => {
  it.each([2_000, 5_000])("streams its result through %i of them", async (length) => {
    const chunks: number[] = [];
    for await (const chunk of longSequence(length).stream(0)) chunks.push(chunk);

    expect(chunks).toEqual([length]);
  });

  it("tells each of them, lawfully", async () => {
    const recorder = await EventRecorder.from(longSequence(2_000).streamEvents(0));

    expect(recorder.events).toHaveLength(2_001 * 3);
    expect(recorder).toObeyRunLaws();
  });
});
