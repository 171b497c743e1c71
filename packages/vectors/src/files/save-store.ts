import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { createRunId, InvalidArgumentError } from "@rivulet/core";
import type { FlatIndexEntry, FlatIndexSnapshot } from "@rivulet/runnables";
import type { NativeIndex } from "../native/native-index.ts";
import {
  formatManifest,
  isStoreFileName,
  manifestName,
  parseManifest,
  storeFormat,
  storeVersion,
  type StoreFile,
} from "./store-manifest.ts";
import { syncFile, syncFolder, writeFileDurably } from "./write-file-durably.ts";

/** What is saved. */
export interface StoreContent {
  readonly snapshot: FlatIndexSnapshot;
  /** `undefined` while there are no vectors. */
  readonly native: NativeIndex | undefined;
  readonly connectivity: number;
  readonly expansionAdd: number;
  readonly expansionSearch: number;
}

// What a crash may have left behind; a save that is still going on is younger.
const orphanAgeMs = 3_600_000;
const linesAtATime = 1000;

/**
 * Writes a store into a folder, beside the one that may be there, then puts it in its place in one step: whoever reads, also
 * after a crash, finds the one or the other.
 *
 * @throws {@link InvalidArgumentError} when a document's metadata can't be written as JSON; then the old one is still there.
 */
export async function saveStore(folder: string, content: StoreContent): Promise<void> {
  await mkdir(folder, { recursive: true });
  const generation = createRunId();
  const written: string[] = [];
  const pathOf = (name: string): string => {
    const path = join(folder, name);
    written.push(path);
    return path;
  };
  let replaced: readonly string[];
  try {
    const text = await writeFiles(content, generation, pathOf);
    const manifest = pathOf(`${manifestName}.${generation}`);
    await writeFileDurably(manifest, [new TextEncoder().encode(text)]);
    replaced = await listReplaced(folder);
    await rename(manifest, join(folder, manifestName));
  } catch (error) {
    await removeAll(written);
    throw error;
  }
  // From here on what was written is the store: nothing that fails may take it away.
  await syncFolder(folder);
  await removeAll(replaced);
}

// What cannot be removed now (on some systems, what somebody else reads) is by a later save.
async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true }).catch(() => undefined);
}

async function writeFiles(
  content: StoreContent,
  generation: string,
  pathOf: (name: string) => string,
): Promise<string> {
  const { snapshot, native, connectivity, expansionAdd, expansionSearch } = content;
  const { values, entries, dimensions } = snapshot;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return formatManifest({
    format: storeFormat,
    version: storeVersion,
    dimensions,
    rowCount: entries.length,
    indexedCount: native?.size ?? 0,
    connectivity,
    expansionAdd,
    expansionSearch,
    documents: await writeFileDurably(pathOf(`documents-${generation}.jsonl`), toLines(entries)),
    vectors: await writeFileDurably(pathOf(`vectors-${generation}.f32`), [bytes]),
    index: native && (await writeIndex(native, pathOf(`index-${generation}.usearch`))),
  });
}

async function writeIndex(native: NativeIndex, path: string): Promise<StoreFile> {
  native.save(path);
  await syncFile(path);
  const sha256 = createHash("sha256");
  let bytes = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Uint8Array>) {
    sha256.update(piece);
    bytes += piece.byteLength;
  }
  return { name: basename(path), bytes, sha256: sha256.digest("hex") };
}

function* toLines(entries: readonly (FlatIndexEntry | undefined)[]): Iterable<Uint8Array> {
  const encoder = new TextEncoder();
  for (let start = 0; start < entries.length; start += linesAtATime) {
    const lines = entries.slice(start, start + linesAtATime).map(toLine);
    yield encoder.encode(lines.join(""));
  }
}

function toLine(entry: FlatIndexEntry | undefined): string {
  if (entry === undefined) return "null\n";
  try {
    return `${JSON.stringify({ id: entry.id, document: entry.document })}\n`;
  } catch (cause) {
    throw new InvalidArgumentError(
      `The metadata of the document with the id ${JSON.stringify(entry.id)} can't be written as JSON; give plain values.`,
      { cause },
    );
  }
}

// The files of the store that is there, and of saves that never came to their end.
async function listReplaced(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, manifestName), "utf8").catch(() => "");
  const old = parseManifest(text);
  const named = [old?.index, old?.vectors, old?.documents].map((file) => file?.name);
  const replaced: string[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (named.includes(name) || (isLeftOver(name) && (await isOld(path)))) replaced.push(path);
  }
  return replaced;
}

function isLeftOver(name: string): boolean {
  return isStoreFileName(name) || name.startsWith(`${manifestName}.`);
}

async function isOld(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > orphanAgeMs;
}
