// "Errors and cancellation are events" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { tool } from "@rivulet/runnables";

const weather = tool(
  (city: string) => {
    throw new Error(`No forecast for ${city}.`);
  },
  { name: "weather" },
);

try {
  for await (const event of weather.streamEvents("Atlantis")) console.log(event.event, event.name);
} catch (error) {
  console.log(String(error));
}

const slow = tool((_: string, { signal }) => fetchForever(signal), { name: "slow" });

try {
  const options = { timeout: 10 };
  for await (const event of slow.streamEvents("Oslo", options)) console.log(event.event);
} catch (error) {
  console.log(String(error));
}

function fetchForever(signal?: AbortSignal): Promise<string> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error));
  });
}
