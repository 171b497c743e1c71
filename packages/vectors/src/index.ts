// A vector store on an approximate index, kept on disk.

export { USearch, type USearchLoadOptions } from "./stores/usearch.ts";
export type { USearchArgs } from "./stores/check-args.ts";
export {
  VectorStoreFileError,
  type VectorStoreFileErrorOptions,
  type VectorStoreFileProblem,
} from "./errors/vector-store-file-error.ts";
export { VectorIndexUnavailableError } from "./errors/vector-index-unavailable-error.ts";
