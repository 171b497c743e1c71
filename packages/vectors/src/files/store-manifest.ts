import { createHash } from "node:crypto";
import { isPlainObject } from "@rivulet/core";

/** A file of a store, as it was written. */
export interface StoreFile {
  readonly name: string;
  readonly bytes: number;
  /** Of its bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** Which files a saved store consists of, and what they hold. */
export interface StoreManifest {
  readonly format: typeof storeFormat;
  readonly version: number;
  /** The length of the vectors; 0 when there are none. */
  readonly dimensions: number;
  readonly rowCount: number;
  /** How many vectors the index has. */
  readonly indexedCount: number;
  readonly connectivity: number;
  readonly expansionAdd: number;
  readonly expansionSearch: number;
  /** The graph; there is none where there are no vectors. */
  readonly index: StoreFile | undefined;
  /** The vectors, row by row, as 32-bit numbers, the least significant byte first. */
  readonly vectors: StoreFile;
  /** A line for each row: a JSON object with `id` and `document`, or `null` where the row is empty. */
  readonly documents: StoreFile;
}

/** What every manifest says that it is. */
export const storeFormat = "rivulet-usearch";

/** The version of the files that this package writes, and the only one that it reads. */
export const storeVersion = 1;

/** The file that says which others there are. */
export const manifestName = "manifest.json";

/** Whether a name is one of a file that belongs to a store. */
export function isStoreFileName(name: string): boolean {
  return /^(index|vectors|documents)-[\w-]+\.(usearch|f32|jsonl)$/.test(name);
}

/** The text of a manifest, with a checksum of its own. */
export function formatManifest(manifest: StoreManifest): string {
  const text = JSON.stringify(manifest);
  return `${JSON.stringify({ sha256: hash(text), manifest })}\n`;
}

/** What {@link formatManifest} wrote; `undefined` when the text is not that. `version` may be any. */
export function parseManifest(text: string): StoreManifest | undefined {
  const parsed = parseJson(text);
  if (!isPlainObject(parsed) || !isPlainObject(parsed["manifest"])) return undefined;
  const { sha256, manifest } = parsed;
  if (manifest["format"] !== storeFormat || sha256 !== hash(JSON.stringify(manifest)))
    return undefined;
  // Whoever wrote the checksum wrote the fields.
  return manifest as unknown as StoreManifest;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
