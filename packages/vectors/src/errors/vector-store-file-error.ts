import { RivuletError, type RivuletErrorOptions } from "@rivulet/core";

/**
 * What is wrong with a file: it is not there, shorter than it was, not what was written, of a version that this package does
 * not read, or of other vectors than the rest.
 */
export type VectorStoreFileProblem =
  | "missing"
  | "truncated"
  | "corrupted"
  | "version"
  | "dimensions";

/** What the error says beside its message. */
export interface VectorStoreFileErrorOptions extends RivuletErrorOptions {
  readonly problem: VectorStoreFileProblem;
  /** The file or folder. */
  readonly path: string;
}

/** A store could not be read from disk; nothing of it was loaded. */
export class VectorStoreFileError extends RivuletError {
  readonly code = "VECTOR_STORE_FILE";
  readonly problem: VectorStoreFileProblem;
  /** The file or folder. */
  readonly path: string;

  constructor(message: string, options: VectorStoreFileErrorOptions) {
    super(message, options);
    this.problem = options.problem;
    this.path = options.path;
  }
}
