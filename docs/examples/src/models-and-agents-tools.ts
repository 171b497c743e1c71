// "Tools" of docs/models-and-agents.md. Edit it there; `npm run docs` writes this file.

import { AIMessageChunk, HumanMessage, tool, type BaseMessage } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { z } from "zod";

const weather = tool(({ city }) => `rain in ${city}`, {
  name: "weather",
  description: "The weather of a city, now.",
  schema: z.object({ city: z.string().describe("The city's name.") }),
});

const model = new ScriptedChatModel({
  responses: [
    [
      new AIMessageChunk({
        tool_calls: [{ id: "call-1", name: "weather", args: { city: "Oslo" } }],
      }),
    ],
    ["Take an ", "umbrella."],
  ],
}).bindTools([weather]);

const messages: BaseMessage[] = [new HumanMessage("Do I need an umbrella in Oslo?")];
const answer = await model.invoke(messages);
messages.push(answer);
for (const call of answer.tool_calls) {
  const result = await weather.invoke(call);
  console.log(call.name, call.args, result);
  messages.push(result);
}
console.log((await model.invoke(messages)).text);
