import { RivuletError } from "@rivulet/core";

/** The native part of the index has no build for this machine; `cause` is what loading it said. */
export class VectorIndexUnavailableError extends RivuletError {
  readonly code = "VECTOR_INDEX_UNAVAILABLE";
}
