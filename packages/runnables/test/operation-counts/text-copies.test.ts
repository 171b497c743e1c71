import type { RunEvent } from "@rivulet/core";
import { StringOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { countJoinedCharacters } from "./support/count-joined-characters.ts";

// What is joined again and again survives the collections of young garbage, each time anew: V8 then gives that more room.

const chunkLength = 4;
const times = { model: 1, parser: 1 };

async function endOutputs(chunks: number): Promise<readonly unknown[]> {
  const texts = Array.from({ length: chunks }, (_, index) =>
    String(index).padStart(chunkLength, "-"),
  );
  const chain = new ScriptedChatModel({ chunks: texts }).pipe(new StringOutputParser());
  const outputs: unknown[] = [];
  for await (const event of chain.streamEvents("x", {}, { includeEvents }))
    outputs.push((event.data as { output: unknown }).output);
  return outputs;
}

const includeEvents: readonly RunEvent["event"][] = [
  "on_chat_model_end",
  "on_parser_end",
  "on_chain_end",
];

describe("a scripted model and a parser", () => {
  it.each([100, 10_000])(
    "copy each of the 4 characters of %d chunks once for the model and once for the parser",
    async (chunks) => {
      const copied = await countJoinedCharacters(() => endOutputs(chunks));

      expect(copied).toBeLessThanOrEqual(chunkLength * chunks * (times.model + times.parser));
    },
  );

  it("tell the whole text at their ends", async () => {
    const outputs = await endOutputs(10_000);

    const text = Array.from({ length: 10_000 }, (_, index) => String(index).padStart(4, "-"));
    expect(outputs).toMatchObject([{ content: text.join("") }, text.join(""), text.join("")]);
  });
});
