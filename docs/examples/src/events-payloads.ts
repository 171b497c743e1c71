// "Payloads" of docs/events.md. Edit it there; `npm run docs` writes this file.

import { dispatchCustomEvent } from "@rivulet/core";
import { tool } from "@rivulet/runnables";

const search = tool(
  async ({ words }: { words: string }) => {
    await dispatchCustomEvent("progress", { percent: 50 });
    if (words === "") throw new Error("Nothing to search for.");
    return [`about ${words}`];
  },
  { name: "search" },
);

for (const words of ["rivers", ""]) {
  try {
    for await (const { event, name, data } of search.streamEvents({ words })) {
      console.log(
        event,
        name,
        data instanceof Object && "error" in data ? String(data.error) : data,
      );
    }
  } catch {
    console.log("failed");
  }
}
