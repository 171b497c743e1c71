// "A step that breaks streaming" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { JsonOutputParser, type JsonValue } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { countries } from "./fixtures.ts";

function extractCountryNames(input: JsonValue): readonly unknown[] {
  const list = (input as { countries?: { name?: string }[] }).countries ?? [];
  return list.map((country) => country.name);
}

const chain = new ScriptedChatModel({ chunks: countries })
  .pipe(new JsonOutputParser())
  .pipe(extractCountryNames);

for await (const names of chain.stream("List three countries.")) {
  process.stdout.write(`${JSON.stringify(names)}|`);
}
