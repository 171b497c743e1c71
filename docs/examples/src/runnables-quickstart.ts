// "Quickstart" of packages/runnables/README.md. Edit it there; `npm run docs` writes this file.

import {
  AIMessageChunk,
  BaseChatModel,
  ChatPromptTemplate,
  RunnablePassthrough,
  StringOutputParser,
  tool,
} from "@rivulet/runnables";

// A model of your own yields chunks; one for a provider does the same.
class EchoModel extends BaseChatModel {
  protected override async *_streamResponseChunks(messages: readonly { text: string }[]) {
    for (const word of (messages.at(-1)?.text ?? "").split(" "))
      yield new AIMessageChunk(`${word} `);
  }
}

const weather = tool((city: string) => `rain in ${city}`, { name: "weather" });

const chain = new RunnablePassthrough<{ city: string }>()
  .assign({ report: ({ city }: { city: string }) => weather.invoke(city) })
  .pipe(ChatPromptTemplate.fromTemplate("Say that there is {report}."))
  .pipe(new EchoModel())
  .pipe(new StringOutputParser());

for await (const chunk of chain.stream({ city: "Oslo" })) process.stdout.write(`${chunk}|`);
process.stdout.write("\n");

for await (const event of chain.streamEvents({ city: "Oslo" })) {
  if (event.event === "on_tool_end") console.log(event.name, "gave", event.data.output);
  if (event.event === "on_chat_model_start") console.log(event.data.input?.messages[0]?.[0]?.text);
}
console.log(await chain.batch([{ city: "Bergen" }, { city: "Tromsø" }]));
