// "Tools" of docs/models-and-agents.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatOpenAI } from "@rivulet/openai";
import { HumanMessage, tool, type BaseMessage } from "@rivulet/runnables";
import { z } from "zod";

const weather = tool(({ city }) => `rain in ${city}`, {
  name: "weather",
  description: "The weather of a city, now.",
  schema: z.object({ city: z.string().describe("The city's name.") }),
});

const model = new ChatOpenAI({ model: "gpt-4.1-mini" }).bindTools([weather]);

const messages: BaseMessage[] = [new HumanMessage("Do I need an umbrella in Oslo?")];
const answer = await model.invoke(messages);
messages.push(answer);
for (const call of answer.tool_calls) {
  const result = await weather.invoke(call);
  console.log(call.name, call.args, result);
  messages.push(result);
}
console.log((await model.invoke(messages)).text);
