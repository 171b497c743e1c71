import { InvalidArgumentError } from "@rivulet/core";

/** How a store's index is built and searched. What is more makes the index find more, and takes longer. */
export interface USearchArgs {
  /** How many neighbours a vector is linked to, at least 2. Default 16. */
  readonly connectivity?: number | undefined;
  /** Among how many candidates the neighbours of a new vector are chosen. Default 128. */
  readonly expansionAdd?: number | undefined;
  /** How many candidates a search looks at. Default 256. */
  readonly expansionSearch?: number | undefined;
}

/** The arguments with what they leave open. */
export type CheckedArgs = { readonly [Name in keyof USearchArgs]-?: number };

const defaults: CheckedArgs = { connectivity: 16, expansionAdd: 128, expansionSearch: 256 };
const leasts: CheckedArgs = { connectivity: 2, expansionAdd: 1, expansionSearch: 1 };
const most = 65_536;

/**
 * Fills in what was left open.
 *
 * @throws {@link InvalidArgumentError} when an argument is none.
 */
export function checkArgs(args: USearchArgs): CheckedArgs {
  return {
    connectivity: checkArg("connectivity", args),
    expansionAdd: checkArg("expansionAdd", args),
    expansionSearch: checkArg("expansionSearch", args),
  };
}

function checkArg(name: keyof USearchArgs, args: USearchArgs): number {
  const value = args[name] ?? defaults[name];
  if (Number.isSafeInteger(value) && value >= leasts[name] && value <= most) return value;
  throw InvalidArgumentError.of(
    `${name} was`,
    value,
    `a whole number from ${String(leasts[name])} to ${String(most)}`,
  );
}
