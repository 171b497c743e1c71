import { parseArgs } from "node:util";
import type { Scale } from "./frame/work.ts";

/** What the command line asks for. */
export interface Arguments {
  /** Ids of works; all when empty. */
  readonly ids: readonly string[];
  readonly scale: Scale;
  readonly isJson: boolean;
  /** Where to write the JSON lines as well. */
  readonly file: string | undefined;
}

/**
 * Reads the command line: `[id …] [--quick | --smoke] [--json] [--save file]`.
 *
 * @throws an Error that says what is unknown.
 */
export function parseArguments(given: readonly string[], knownIds: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      quick: { type: "boolean" },
      smoke: { type: "boolean" },
      json: { type: "boolean" },
      save: { type: "string" },
    },
  });
  const ids = positionals.map((id) => id.toLowerCase());
  const unknown = ids.find((id) => !knownIds.includes(id));
  if (unknown !== undefined) {
    throw new Error(`There is no benchmark "${unknown}"; give some of ${knownIds.join(", ")}.`);
  }
  const scale = values.smoke === true ? "smoke" : values.quick === true ? "quick" : "full";
  return { ids, scale, isJson: values.json === true, file: values.save };
}
