import type { Results } from "../frame/result.ts";

/** What a run of the benchmarks is called: by its version of Node, and its sizes where they are not to be quoted. */
export function nameRun(run: Results): string {
  const { node = "", scale = "full" } = run[0]?.environment ?? {};
  return `Node ${node.slice(1)}${scale === "full" ? "" : `, sizes: ${scale}`}`;
}
