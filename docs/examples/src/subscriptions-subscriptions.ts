// "Subscriptions" of docs/subscriptions.md. Edit it there; `npm run docs` writes this file.

import { observeRuns, traceable } from "@rivulet/core";

const subscription = observeRuns({ includeTypes: ["tool"] }).subscribe((event) => {
  console.log(event.event, event.name);
});

const search = traceable(async (query: string) => [`a page about ${query}`], {
  name: "search",
  type: "tool",
});
await search("rivers");
subscription.unsubscribe();
