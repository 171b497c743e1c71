// "Input streams" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { JsonOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { countries } from "./fixtures.ts";

const chain = new ScriptedChatModel({ chunks: countries }).pipe(new JsonOutputParser());

const question = "List France, Spain and Japan with their populations, as JSON.";
for await (const value of chain.stream(question)) console.log(JSON.stringify(value));
