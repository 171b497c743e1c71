import type { VectorStoreFileProblem } from "../errors/vector-store-file-error.ts";
import type { StoreManifest } from "./store-manifest.ts";

/** What is wrong with a file of usearch, as far as its header tells; `undefined` when nothing is. */
export type IndexProblem = Extract<VectorStoreFileProblem, "corrupted" | "version" | "dimensions">;

const bytesOfNumber = 2;
const magic = "usearch";
const majorVersion = 2;

/**
 * Whether the bytes are an index, of the version that is read, and of as many vectors of the same length as the manifest
 * says: native code takes what it is given, and would end the process.
 *
 * They begin with the number of vectors and the bytes of each, then come the vectors, then a mark and the version.
 */
export function findIndexProblem(
  bytes: Uint8Array,
  manifest: StoreManifest,
): IndexProblem | undefined {
  if (bytes.byteLength < 8) return "corrupted";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  const bytesOfVector = view.getUint32(4, true);
  const mark = 8 + count * bytesOfVector;
  const version = mark + magic.length;
  if (bytes.byteLength < version + 2) return "corrupted";
  if (new TextDecoder("latin1").decode(bytes.subarray(mark, version)) !== magic) return "corrupted";
  if (view.getUint16(version, true) !== majorVersion) return "version";
  const isMatching =
    count === manifest.indexedCount && bytesOfVector === bytesOfNumber * manifest.dimensions;
  return isMatching ? undefined : "dimensions";
}
