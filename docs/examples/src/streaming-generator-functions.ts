// "Generator functions" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { JsonOutputParser, type JsonValue } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { countries } from "./fixtures.ts";

async function* extractCountryNames(input: AsyncIterable<JsonValue>): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const value of input) {
    const list = (value as { countries?: { name?: string }[] }).countries ?? [];
    for (const { name } of list) {
      if (name === undefined || name === "" || seen.has(name)) continue;
      seen.add(name);
      yield name;
    }
  }
}

const chain = new ScriptedChatModel({ chunks: countries })
  .pipe(new JsonOutputParser())
  .pipe(extractCountryNames);

for await (const name of chain.stream("List three countries.")) process.stdout.write(`${name}|`);
