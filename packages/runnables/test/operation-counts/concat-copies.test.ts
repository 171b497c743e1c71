import { AIMessageChunk, type AIMessageChunkFields } from "@rivulet/runnables";
import { countJoinedCharacters } from "./support/count-joined-characters.ts";

type Delta = (text: string) => AIMessageChunkFields;

const deltas: readonly (readonly [string, Delta])[] = [
  ["arguments of a tool call", (args) => ({ tool_call_chunks: [{ index: 0, args }] })],
  ["a text", (content) => ({ content })],
  ["a text block", (text) => ({ content: [{ type: "text", text }] })],
  ["a text, now and then beside an empty list", (text) => ({ content: text === "" ? [] : text })],
  ["a numbered block", (text) => ({ content: [{ type: "text_delta", index: 0, text }] })],
  [
    "arguments among the additional ones",
    (args) => ({ additional_kwargs: { function_call: { arguments: args } } }),
  ],
];

describe.each(deltas)("concat, delta by delta, of %s", (_what, delta) => {
  it.each([100, 1_000])(
    "copies each of the 4 characters of %d deltas once at most",
    async (count) => {
      const chunks = Array.from(
        { length: count },
        (_, index) => new AIMessageChunk(delta(index % 2 === 0 ? "abcd" : "")),
      );
      const joined = await countJoinedCharacters(() =>
        chunks.reduce((sum, chunk) => sum.concat(chunk)),
      );

      expect(joined).toBeLessThanOrEqual(4 * (count / 2));
    },
  );
});
