import { endianness } from "node:os";
import { join } from "node:path";
import { isPlainObject } from "@rivulet/core";
import { Document, FlatIndex, type DocumentInput, type FlatIndexEntry } from "@rivulet/runnables";
import { VectorStoreFileError } from "../errors/vector-store-file-error.ts";
import { NativeIndex } from "../native/native-index.ts";
import { nextTurn } from "../util/next-turn.ts";
import { findIndexProblem } from "./find-index-problem.ts";
import { notWhatWasSaved, openFile, readFileVerified } from "./read-file-verified.ts";
import {
  isStoreFileName,
  manifestName,
  parseManifest,
  storeVersion,
  type StoreManifest,
} from "./store-manifest.ts";

/** What was loaded. */
export interface LoadedStore {
  readonly flat: FlatIndex;
  readonly native: NativeIndex | undefined;
  readonly connectivity: number;
  readonly expansionAdd: number;
  readonly expansionSearch: number;
}

const linesAtATime = 1000;
const maxAttempts = 3;

/**
 * Reads a store that `saveStore` wrote. Every byte is compared with what was written before native code sees any of it.
 *
 * @throws {@link VectorStoreFileError} when a file is not there, or not what was written.
 */
export async function loadStore(folder: string): Promise<LoadedStore> {
  for (let attempt = 1; ; attempt += 1) {
    const manifest = await readManifest(folder);
    try {
      return await loadFiles(folder, manifest);
    } catch (error) {
      // Somebody who saved meanwhile took the old files away.
      const isReplaced = async (): Promise<boolean> =>
        (await readManifest(folder)).vectors.name !== manifest.vectors.name;
      if (attempt === maxAttempts || !isMissingFile(error) || !(await isReplaced())) throw error;
    }
  }
}

async function readManifest(folder: string): Promise<StoreManifest> {
  const path = join(folder, manifestName);
  const manifest = parseManifest(await readText(path));
  if (manifest === undefined) throw notWhatWasSaved(path);
  if (manifest.version === storeVersion) return checkNames(manifest, path);
  throw otherVersion(path);
}

async function readText(path: string): Promise<string> {
  const file = await openFile(path);
  try {
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

// A name with a path in it would lead out of the folder.
function checkNames(manifest: StoreManifest, path: string): StoreManifest {
  const files = [manifest.index, manifest.vectors, manifest.documents];
  if (files.every((file) => file === undefined || isStoreFileName(file.name))) return manifest;
  throw notWhatWasSaved(path);
}

async function loadFiles(folder: string, manifest: StoreManifest): Promise<LoadedStore> {
  const { connectivity, expansionAdd, expansionSearch } = manifest;
  const flat = await loadRows(folder, manifest);
  const native = await loadIndex(folder, manifest);
  return { flat, native, connectivity, expansionAdd, expansionSearch };
}

async function loadRows(folder: string, manifest: StoreManifest): Promise<FlatIndex> {
  const { dimensions, rowCount } = manifest;
  const vectors = await readFileVerified(folder, manifest.vectors);
  const entries = await loadEntries(folder, manifest);
  if (vectors.byteLength !== 4 * dimensions * rowCount || entries.length !== rowCount) {
    throw otherDimensions(join(folder, manifest.vectors.name));
  }
  return FlatIndex.fromSnapshot({ dimensions, values: toFloats(vectors), entries });
}

function toFloats(bytes: Uint8Array): Float32Array {
  if (endianness() === "BE") Buffer.from(bytes.buffer).swap32();
  return new Float32Array(bytes.buffer);
}

async function loadEntries(
  folder: string,
  manifest: StoreManifest,
): Promise<(FlatIndexEntry | undefined)[]> {
  const bytes = await readFileVerified(folder, manifest.documents);
  const lines = new TextDecoder().decode(bytes).split("\n").slice(0, -1);
  const entries: (FlatIndexEntry | undefined)[] = [];
  for (const line of lines) {
    entries.push(toEntry(JSON.parse(line)));
    if (entries.length % linesAtATime === 0) await nextTurn();
  }
  return entries;
}

function toEntry(line: unknown): FlatIndexEntry | undefined {
  if (!isPlainObject(line)) return undefined;
  // Whoever wrote the checksum wrote the fields.
  const { id, document } = line as { readonly id: string; readonly document: DocumentInput };
  return { id, document: new Document(document) };
}

async function loadIndex(
  folder: string,
  manifest: StoreManifest,
): Promise<NativeIndex | undefined> {
  const { index, dimensions, connectivity, expansionAdd } = manifest;
  if (index === undefined) return undefined;
  const path = join(folder, index.name);
  const problem = findIndexProblem(await readFileVerified(folder, index), manifest);
  if (problem === "corrupted") throw notWhatWasSaved(path);
  if (problem === "version") throw otherVersion(path);
  if (problem === "dimensions") throw otherDimensions(path);
  const native = await NativeIndex.create({ dimensions, connectivity, expansionAdd });
  try {
    native.load(path);
  } catch (error) {
    // It reads the file once more, which may have been taken away since.
    await (await openFile(path)).close();
    throw error;
  }
  return native;
}

function otherVersion(path: string): VectorStoreFileError {
  return new VectorStoreFileError(
    `The file ${path} is of a version that this package does not read; save the store again with this package.`,
    { problem: "version", path },
  );
}

function otherDimensions(path: string): VectorStoreFileError {
  return new VectorStoreFileError(
    `The file ${path} holds other vectors than the rest of the store; save the store again, or take a copy of it.`,
    { problem: "dimensions", path },
  );
}

function isMissingFile(error: unknown): boolean {
  return error instanceof VectorStoreFileError && error.problem === "missing";
}
