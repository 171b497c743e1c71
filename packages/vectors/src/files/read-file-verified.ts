import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { VectorStoreFileError } from "../errors/vector-store-file-error.ts";
import type { StoreFile } from "./store-manifest.ts";

const pieceBytes = 2 ** 20;

/**
 * The bytes of a file that are just as they were written.
 *
 * @throws {@link VectorStoreFileError} when there is no such file, or it is shorter or another.
 */
export async function readFileVerified(folder: string, file: StoreFile): Promise<Uint8Array> {
  const path = join(folder, file.name);
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    if (size < file.bytes) {
      throw new VectorStoreFileError(
        `The file ${path} has ${String(size)} bytes of ${String(file.bytes)}; save the store again, or take a copy of it.`,
        { problem: "truncated", path },
      );
    }
    const bytes = new Uint8Array(file.bytes);
    const sha256 = createHash("sha256");
    for (let start = 0; start < bytes.length;) {
      const piece = bytes.subarray(start, start + pieceBytes);
      const { bytesRead } = await handle.read(piece, 0, piece.length, start);
      if (bytesRead === 0) break;
      sha256.update(piece.subarray(0, bytesRead));
      start += bytesRead;
    }
    if (size === file.bytes && sha256.digest("hex") === file.sha256) return bytes;
    throw notWhatWasSaved(path);
  } finally {
    await handle.close();
  }
}

/**
 * Opens a file to read it.
 *
 * @throws {@link VectorStoreFileError} when there is none.
 */
export async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new VectorStoreFileError(
      `There is no file ${path}; give the folder that a store was saved to.`,
      { problem: "missing", path, cause },
    );
  }
}

/** The error about a file of other bytes than were written. */
export function notWhatWasSaved(path: string): VectorStoreFileError {
  return new VectorStoreFileError(
    `The file ${path} is not what was saved; save the store again, or take a copy of it.`,
    { problem: "corrupted", path },
  );
}

function isMissing(error: unknown): boolean {
  const code: unknown =
    typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR";
}
