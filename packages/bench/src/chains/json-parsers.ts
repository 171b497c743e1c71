import { IncrementalJsonParser } from "@rivulet/runnables";
import { parsePartialJson } from "ai";
import { parse as parseRiver } from "jsonriver";
import { parse as parsePartial } from "partial-json";

/** A parser without a chain around it: a value for each text. */
export type BareJsonParser = (texts: Iterable<string>) => AsyncIterable<unknown>;

/** This project's parser. */
export async function* incrementalValues(texts: Iterable<string>): AsyncGenerator<unknown> {
  const parser = new IncrementalJsonParser();
  for await (const text of tokens(texts)) if (parser.write(text)) yield parser.snapshot();
  parser.end();
  yield parser.snapshot();
}

/** `partial-json`: parses the text so far. */
export async function* partialJsonValues(texts: Iterable<string>): AsyncGenerator<unknown> {
  for await (const text of textsSoFar(texts)) yield parsePartial(text);
}

/** Vercel's AI SDK: mends the text so far and parses it. */
export async function* aiSdkValues(texts: Iterable<string>): AsyncGenerator<unknown> {
  for await (const text of textsSoFar(texts)) yield (await parsePartialJson(text)).value;
}

/** `jsonriver`: one value that goes on changing. */
export function riverValues(texts: Iterable<string>): AsyncIterable<unknown> {
  return parseRiver(tokens(texts));
}

async function* textsSoFar(texts: Iterable<string>): AsyncGenerator<string> {
  let all = "";
  for await (const text of tokens(texts)) yield (all += text);
}

async function* tokens(texts: Iterable<string>): AsyncGenerator<string> {
  for (const text of texts) yield text;
}
