// "Callbacks" of docs/from-langchain.md. Edit it there; `npm run docs` writes this file.

import type { CallbackHandler } from "@rivulet/core";
import { tool } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

const log = (who: string): CallbackHandler => ({
  on_event: ({ event, name }) => console.log(`${who}: ${event} ${name}`),
});

const model = new ScriptedChatModel({ chunks: ["cats"], callbacks: [log("model")] });
const search = tool(async (query: string) => (await model.invoke(query)).text, {
  name: "search",
  callbacks: [log("tool")],
});

await search.invoke("animals");
