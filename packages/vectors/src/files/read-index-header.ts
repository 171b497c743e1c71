import type { StoreManifest } from "./store-manifest.ts";

/** What a file of usearch holds, as far as its first bytes tell. */
export type IndexHeader = "none" | "other" | "matching";

const bytesOfNumber = 2;
const magic = "usearch";

/**
 * Whether the bytes are an index, and one of as many vectors of the same length as the manifest says: native code reads
 * what it is given without looking, and would crash.
 *
 * They begin with the number of vectors and the bytes of each, then come the vectors, then a mark.
 */
export function readIndexHeader(bytes: Uint8Array, manifest: StoreManifest): IndexHeader {
  if (bytes.byteLength < 8) return "none";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  const bytesOfVector = view.getUint32(4, true);
  const start = 8 + count * bytesOfVector;
  const mark = new TextDecoder("latin1").decode(bytes.subarray(start, start + magic.length));
  if (mark !== magic) return "none";
  const isMatching =
    count === manifest.indexedCount && bytesOfVector === bytesOfNumber * manifest.dimensions;
  return isMatching ? "matching" : "other";
}
