// "@rivulet/anthropic" of packages/anthropic/README.md. Edit it there; `npm run docs` writes this file.

import { ChatAnthropic } from "@rivulet/anthropic";
import { ChatPromptTemplate, StringOutputParser } from "@rivulet/runnables";
import { anthropicMessage, startProviderServer } from "@rivulet/testing/providers";

// Answers in Anthropic's place, so that this runs without a key. Without `apiKey` and `anthropicApiUrl`, `ANTHROPIC_API_KEY` is
// read, and Anthropic is asked.
const server = await startProviderServer();
server.respondWith(anthropicMessage({ chunks: ["Why", " did the parrot", " wear a raincoat?"] }));

const model = new ChatAnthropic({
  model: "claude-sonnet-5-5",
  maxTokens: 200,
  apiKey: "none",
  anthropicApiUrl: server.anthropicBaseUrl,
});
const prompt = ChatPromptTemplate.fromTemplate("Tell me a joke about {topic}.");
const chain = prompt.pipe(model).pipe(new StringOutputParser());

const events = chain.streamEvents({ topic: "a parrot" }, {}, { includeTypes: ["chat_model"] });
for await (const event of events) {
  if (event.event === "on_chat_model_start") {
    console.log(event.name, event.metadata["gen_ai.request.model"]);
  } else if (event.event === "on_chat_model_stream") {
    console.log([event.data.chunk.text]);
  } else if (event.event === "on_chat_model_end") {
    const { usage_metadata: usage, response_metadata: facts } = event.data.output;
    console.log(facts["stop_reason"], usage?.input_tokens, usage?.output_tokens);
  }
}
await server.close();
