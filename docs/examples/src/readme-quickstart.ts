// "Quickstart" of README.md. Edit it there; `npm run docs` writes this file.

import { JsonOutputParser, ChatPromptTemplate } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

// Plays back an answer, so that this runs without a key. A provider's model goes in its place.
const model = new ScriptedChatModel({
  chunks: ["Here you are: ", '{"name": "Fra', 'nce", ', '"capital": "Pa', 'ris"}'],
});

const prompt = ChatPromptTemplate.fromTemplate("Describe {country} as JSON.");
const chain = prompt.pipe(model).pipe(new JsonOutputParser());

// The output, while it grows:
for await (const value of chain.stream({ country: "France" })) console.log(JSON.stringify(value));

// And everything that happens inside:
const events = chain.streamEvents({ country: "France" }, {}, { includeTypes: ["chat_model"] });
for await (const event of events) {
  if (event.event === "on_chat_model_stream") console.log("token", [event.data.chunk.text]);
  else console.log(event.event, event.name, event.tags);
}
