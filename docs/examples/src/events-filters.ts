// "Filters" of docs/events.md. Edit it there; `npm run docs` writes this file.

import { chain } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

const model = new ScriptedChatModel({ chunks: ["to be ", "or not"] });
const program = model.pipe(
  chain(function shout(message: { text: string }) {
    return message.text.toUpperCase();
  }),
);

const filter = { includeTypes: ["chat_model" as const], includeNames: ["shout"] };
for await (const { event, name } of program.streamEvents("?", {}, filter)) console.log(event, name);

try {
  program.streamEvents("?", {}, { includeTypes: ["model" as never] });
} catch (error) {
  console.log(String(error));
}
