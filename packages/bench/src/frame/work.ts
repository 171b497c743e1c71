import type { Report } from "./report.ts";

/** How much work a benchmark does: `full` to be quoted, `quick` for a look, `smoke` to see that it works at all. */
export type Scale = "full" | "quick" | "smoke";

/** One benchmark. */
export interface Work {
  /** As given on the command line. */
  readonly id: string;
  readonly title: string;
  /** Does it and reports. Throws when sides that should do the same did not. */
  run(scale: Scale): Promise<Report>;
}
