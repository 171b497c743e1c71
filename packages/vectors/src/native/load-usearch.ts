import type * as usearch from "usearch";
import { VectorIndexUnavailableError } from "../errors/vector-index-unavailable-error.ts";

/**
 * The native index, loaded when it is first needed, so that a machine without a build of it can import this package.
 *
 * @throws {@link VectorIndexUnavailableError} when there is no build for this machine.
 */
export async function loadUsearch(): Promise<typeof usearch> {
  try {
    return await import("usearch");
  } catch (cause) {
    throw new VectorIndexUnavailableError(
      "The package usearch could not be loaded; it has builds for Linux with glibc 2.34 and macOS, from 2.26 on for Windows, and needs a C++ compiler elsewhere. Use MemoryVectorStore where it can't be had.",
      { cause },
    );
  }
}
