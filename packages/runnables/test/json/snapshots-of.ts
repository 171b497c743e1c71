import { IncrementalJsonParser } from "../../src/json/incremental-json-parser.ts";
import type { JsonValue } from "../../src/json/json-value.ts";

/** What a parser showed while it read some chunks. */
export interface Shown {
  readonly parser: IncrementalJsonParser;
  readonly snapshots: readonly JsonValue[];
}

/** Reads chunks and takes a snapshot whenever the value changed, at the end too. */
export function snapshotsOf(chunks: Iterable<string>): Shown {
  const parser = new IncrementalJsonParser();
  const snapshots: JsonValue[] = [];
  const take = (hasChanged: boolean): void => {
    const snapshot = parser.snapshot();
    if (hasChanged && snapshot !== undefined) snapshots.push(snapshot);
  };
  for (const chunk of chunks) take(parser.write(chunk));
  take(parser.end());
  return { parser, snapshots };
}

/** Cuts a text into chunks of so many code units, over and over; surrogate pairs are cut too. */
export function cut(text: string, sizes: readonly number[]): string[] {
  const chunks: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    chunks.push(text.slice(at, at + size));
    at += size;
  }
  return chunks;
}
