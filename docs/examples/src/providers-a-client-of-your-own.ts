// "A client of your own" of docs/providers.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatOpenAI } from "@rivulet/openai";
import OpenAI from "openai";

const client = new OpenAI({
  defaultHeaders: { "x-team": "docs" },
  fetch: async (...request) => {
    const { method, url, headers } = new Request(...request);
    console.log(method, new URL(url).pathname, headers.get("x-team"));
    return fetch(...request);
  },
});

const model = new ChatOpenAI({ model: "gpt-4.1-mini", client });
console.log((await model.invoke("Tell me a joke about a parrot.")).text.length > 0);
