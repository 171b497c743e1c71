// "Leaving closes the request" of docs/providers.md. Edit it there; `npm run docs` writes this file.

import { ChatOpenAI } from "@rivulet/openai";
import { server } from "./loopback.ts";

const model = new ChatOpenAI({ model: "gpt-4.1-mini" });
const callbacks = [{ on_chat_model_cancel: () => console.log("on_chat_model_cancel") }];

for await (const { text } of model.stream("Count to a million.", { callbacks })) {
  console.log(text);
  if (text === " two") break;
}

const request = await server.whenRequested(server.requests.length - 1);
const { by, isComplete } = await server.whenClosed(request);
console.log({ by, isComplete });
