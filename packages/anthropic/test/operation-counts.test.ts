import { concatChunks } from "@rivulet/runnables";
import { anthropicMessage } from "@rivulet/testing/providers";
import { useServer } from "./support/use-server.ts";

const test = useServer();

interface Work {
  readonly joinedCharacters: number;
  readonly parsedCharacters: number;
}

/** What is copied and parsed while `work` goes on; no spies of Jest's, which keep all that they are given. */
async function countWork(work: () => Promise<unknown>): Promise<Work> {
  const { join } = Array.prototype;
  const { parse } = JSON;
  let joinedCharacters = 0;
  let parsedCharacters = 0;
  const noteJoin = function (this: unknown[], separator?: string): string {
    const joined = join.call(this, separator);
    joinedCharacters += joined.length;
    return joined;
  };
  const noteParse: typeof parse = (text, reviver) => {
    parsedCharacters += text.length;
    return parse(text, reviver) as unknown;
  };
  replace(Array.prototype, "join", noteJoin);
  replace(JSON, "parse", noteParse);
  try {
    await work();
  } finally {
    replace(Array.prototype, "join", join);
    replace(JSON, "parse", parse);
  }
  return { joinedCharacters, parsedCharacters };
}

function replace(owner: object, method: string, value: unknown): void {
  Object.defineProperty(owner, method, {
    configurable: true,
    writable: true,
    enumerable: false,
    value,
  });
}

async function streamCall(count: number): Promise<void> {
  const args = ['{"text":"', ...Array.from({ length: count }, () => "abcd"), '"}'];
  test.server.respondWith(
    anthropicMessage({ content: [{ type: "tool_use", id: "a", name: "write", args }] }),
  );
  const chunks = [];
  for await (const chunk of test.createModel().stream("Write.")) chunks.push(chunk);
  expect(concatChunks(chunks).tool_calls).toEqual([
    { type: "tool_call", id: "a", name: "write", args: { text: "abcd".repeat(count) } },
  ]);
}

it("copies and parses a tool's input of 16,000 deltas in linear time", async () => {
  const few = await countWork(() => streamCall(2_000));
  const many = await countWork(() => streamCall(16_000));
  for (const what of ["joinedCharacters", "parsedCharacters"] as const) {
    expect(many[what]).toBeGreaterThan(0);
    expect(many[what] / few[what]).toBeLessThan(8.5);
  }
});
