// "Quickstart" of packages/core/README.md. Edit it there; `npm run docs` writes this file.

import { type CallbackHandler, configure, dispatchCustomEvent, traceable } from "@rivulet/core";

const logger: CallbackHandler = {
  on_chain_start: (event) => console.log("start", event.name, event.data.input),
  on_tool_end: (event) => console.log("  found", event.data.output),
  on_custom_event: (event) => console.log("  custom", event.name, event.data),
  on_chain_end: (event) => console.log("end", event.name, event.data.output),
};
configure({ callbacks: [logger] });

const search = traceable(async (query: string) => [`a page about ${query}`], {
  name: "search",
  type: "tool",
});

const answer = traceable(async function answer(question: string) {
  const pages = await search(question);
  await dispatchCustomEvent("progress", { pages: pages.length });
  return `I read ${pages.length} page.`;
});

console.log(await answer("rivers"));
