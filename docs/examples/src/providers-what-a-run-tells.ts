// "What a run tells" of docs/providers.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatAnthropic } from "@rivulet/anthropic";
import { timeToFirstChunkKey } from "@rivulet/runnables";

const model = new ChatAnthropic({ model: "claude-haiku-5-5", maxTokens: 200, temperature: 0.2 });

for await (const event of model.streamEvents("Hello. Tell me something about yourself.")) {
  if (event.event === "on_chat_model_start") {
    const { "server.port": _, ...facts } = event.metadata;
    console.log(facts);
  } else if (event.event === "on_chat_model_end") {
    const { usage_metadata, response_metadata } = event.data.output;
    console.log(usage_metadata);
    console.log(response_metadata["stop_reason"]);
    console.log("seconds to the first chunk:", response_metadata[timeToFirstChunkKey]);
  }
}
