import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import type { StoreFile } from "./store-manifest.ts";

/** Writes a new file of these pieces and waits until it is on the disk. */
export async function writeFileDurably(
  path: string,
  pieces: Iterable<Uint8Array>,
): Promise<StoreFile> {
  const file = await open(path, "wx");
  try {
    const sha256 = createHash("sha256");
    let bytes = 0;
    for (const piece of pieces) {
      await file.writeFile(piece);
      sha256.update(piece);
      bytes += piece.byteLength;
    }
    await file.sync();
    return { name: basename(path), bytes, sha256: sha256.digest("hex") };
  } finally {
    await file.close();
  }
}

/** Waits until what others wrote to a file is on the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until what a folder lists is on the disk, where the system can tell. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined);
  if (folder === undefined) return;
  // Windows refuses it, and needs no such thing.
  await folder.sync().catch(() => undefined);
  await folder.close();
}
