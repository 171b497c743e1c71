// "@rivulet/openai" of packages/openai/README.md. Edit it there; `npm run docs` writes this file.

import { ChatOpenAI } from "@rivulet/openai";
import { ChatPromptTemplate, StringOutputParser } from "@rivulet/runnables";
import { openaiChat, startProviderServer } from "@rivulet/testing/providers";

// Answers in OpenAI's place, so that this runs without a key. Without `apiKey` and `baseURL`, `OPENAI_API_KEY` is read, and OpenAI
// is asked.
const server = await startProviderServer();
server.respondWith(openaiChat({ chunks: ["Why", " did the parrot", " wear a raincoat?"] }));

const model = new ChatOpenAI({
  model: "gpt-4.1-mini",
  temperature: 0,
  apiKey: "none",
  configuration: { baseURL: server.openaiBaseUrl },
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
    console.log(facts["finish_reason"], usage?.input_tokens, usage?.output_tokens);
  }
}
await server.close();
