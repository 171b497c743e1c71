import { observeRuns } from "@rivulet/core";
import { traceOpenAI } from "@rivulet/openai";
import { promisesPerUnit } from "@rivulet/test-support";
import { OpenAI } from "openai";

// A promise is what a chunk costs above all: the client itself makes more than ten for each. See docs/performance.md, W12.

function clientOf(chunks: number): OpenAI {
  const choice = (delta: object, reason: string | null): string =>
    `data: ${JSON.stringify({ id: "1", choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
  const frames = [
    ...Array.from({ length: chunks }, () => choice({ content: "a" }, null)),
    choice({}, "stop"),
    "data: [DONE]\n\n",
  ];
  const answer = (): Promise<Response> => Promise.resolve(new Response(frames.join("")));
  return new OpenAI({ apiKey: "none", fetch: answer });
}

/** How many more promises a client makes for each chunk more. */
function promisesPerChunk(trace: (client: OpenAI) => OpenAI): Promise<number> {
  const messages = [{ role: "user" as const, content: "Hi" }];
  return promisesPerUnit(async (chunks) => {
    const { completions } = trace(clientOf(chunks)).chat;
    for await (const _ of await completions.create({ model: "m", messages, stream: true }));
  });
}

it("makes one promise more a chunk where somebody listens, and none where nobody does", async () => {
  const plain = await promisesPerChunk((client) => client);
  expect(await promisesPerChunk(traceOpenAI)).toBe(plain);

  let events = 0;
  const subscription = observeRuns().subscribe(() => (events += 1));
  expect((await promisesPerChunk(traceOpenAI)) - plain).toBe(1);
  subscription.unsubscribe();
  // Four calls with 20 chunks and three with 120; each has a start, the facts at the end, and an end.
  expect(events).toBe(4 * 20 + 3 * 120 + 7 * 3);
});
