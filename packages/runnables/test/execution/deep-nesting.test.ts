import type { CallbackHandler } from "@rivulet/core";
import {
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  StringOutputParser,
  type Runnable,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

const depth = 5_000;
type Step = Runnable<unknown, unknown>;

function nest(around: (inner: Step) => Step, innermost: Step): Step {
  let nested = innermost;
  for (let level = 0; level < depth; level += 1) nested = around(nested);
  return nested;
}

const same: Step = RunnableLambda.from((value: unknown) => value);
// Bound: a sequence would take the steps of a plain one inside it for its own.
const sequenceOf = (...steps: Step[]): Step => RunnableSequence.from(steps as never).withConfig({});

const shapes: readonly (readonly [string, (inner: Step) => Step])[] = [
  ["after a step", (inner) => sequenceOf(same, inner)],
  ["before a step", (inner) => sequenceOf(inner, same)],
  ["as a branch", (inner) => RunnableParallel.from({ inner }) as Step],
];

const answers: Step = RunnableLambda.from(() => "answer");
const stalls = new ScriptedChatModel({ chunks: ["a", "b"], stallAt: 1 }) as unknown as Step;
const fails: Step = RunnableLambda.from(() => {
  throw new Error("innermost");
});

async function countOf(values: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of values) count += 1;
  return count;
}

describe.each(shapes)("5,000 runs, each %s of the one around it", (_name, around) => {
  it("answer", async () => {
    await expect(nest(around, answers).invoke("x")).resolves.toBeDefined();
  });

  it("stream", async () => {
    expect(await countOf(nest(around, answers).stream("x"))).toBe(1);
  });

  it("tell every event, the last that of the root's end", async () => {
    let last: { readonly event: string; readonly parent_ids: readonly string[] } | undefined;
    let starts = 0;
    for await (const event of nest(around, answers).streamEvents("x")) {
      last = event;
      if (event.event === "on_chain_start") starts += 1;
    }
    expect(starts).toBeGreaterThan(depth);
    expect(last).toMatchObject({ event: "on_chain_end", parent_ids: [] });
  });

  it("fail with the innermost failure", async () => {
    await expect(countOf(nest(around, fails).stream("x"))).rejects.toThrow("innermost");
    await expect(nest(around, fails).invoke("x")).rejects.toThrow("innermost");
  });

  it("are cancelled when the consumer leaves in the middle", async () => {
    const ends: (readonly [string, boolean])[] = [];
    const handler: CallbackHandler = {
      filter: { where: ({ event }) => event.endsWith("_cancel") },
      on_event: ({ event, parent_ids }) => {
        ends.push([event, parent_ids.length === 0]);
      },
    };
    const events = nest(around, stalls).streamEvents("x", { callbacks: [handler] });
    for await (const { event } of events) if (event === "on_chat_model_stream") break;
    expect(ends.length).toBeGreaterThan(depth);
    expect(ends.filter(([, isRoot]) => isRoot)).toHaveLength(1);
    expect(ends.at(-1)).toEqual(["on_chain_cancel", true]);
  });
});

it("streams through 20,000 synchronous parsers, one behind the other", async () => {
  const steps = Array.from({ length: 20_000 }, () => new StringOutputParser());
  const chain = RunnableSequence.from<string, string>(steps as never);
  const chunks: string[] = [];
  for await (const chunk of chain.stream("x")) chunks.push(chunk);
  expect(chunks).toEqual(["x"]);
});
