import { createHook } from "node:async_hooks";
import { observeRuns } from "@rivulet/core";
import { traceOpenAI } from "@rivulet/openai";
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

/** The fewest of three rounds: something else in the process, such as what an earlier test has left, may make one as well. */
async function countPromises(clientOfRound: () => OpenAI): Promise<number> {
  const counts: number[] = [];
  for (let round = 0; round < 3; round += 1) counts.push(await countOnce(clientOfRound()));
  return Math.min(...counts);
}

async function countOnce(client: OpenAI): Promise<number> {
  let promises = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === "PROMISE") promises += 1;
    },
  });
  const messages = [{ role: "user" as const, content: "Hi" }];
  hook.enable();
  try {
    const stream = await client.chat.completions.create({ model: "m", messages, stream: true });
    for await (const _ of stream);
  } finally {
    hook.disable();
  }
  return promises;
}

/** How many more promises a client makes for each chunk more. */
async function promisesPerChunk(trace: (client: OpenAI) => OpenAI): Promise<number> {
  const [few, many] = [20, 120];
  // What is made once in a process is made here.
  await countOnce(trace(clientOf(few)));
  const ofFew = await countPromises(() => trace(clientOf(few)));
  return ((await countPromises(() => trace(clientOf(many)))) - ofFew) / (many - few);
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
