// "LangChain's clients" of packages/http/README.md. Edit it there; `npm run docs` writes this file.

import { langserveHandler } from "@rivulet/http";
import { RunnableLambda } from "@rivulet/runnables";

const handler = langserveHandler(RunnableLambda.from((text: string) => text.toUpperCase()));
const response = await handler(
  new Request("http://localhost/shout/batch", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ inputs: ["cats", "purr"] }),
  }),
);
const { output } = (await response.json()) as { output: string[] };
console.log(output);
