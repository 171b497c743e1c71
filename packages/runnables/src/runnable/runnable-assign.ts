import { Assign } from "../primitives/assign.ts";
import { Parallel } from "../primitives/parallel.ts";
import { coerceBranches } from "./coerce.ts";
import { Runnable } from "./runnable.ts";
import type { StepLike } from "./runnable-types.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Hands an object on with keys added: its own keys stream through at once, the added ones as they are made. */
export class RunnableAssign<
  Input extends Fields = Fields,
  Added extends Fields = Fields,
> extends Runnable<Input, Input & Added> {
  constructor(steps: { readonly [Key in keyof Added]: StepLike<Input> }) {
    super(new Assign({ mapper: new Parallel<Input, Added>({ branches: coerceBranches(steps) }) }));
  }
}
