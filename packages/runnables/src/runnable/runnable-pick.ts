import { Pick } from "../primitives/pick.ts";
import { Runnable } from "./runnable.ts";

/** Picks one key of an object, or several as a smaller object, from the stream as it comes in. */
export class RunnablePick<
  Input extends Readonly<Record<string, unknown>> = Readonly<Record<string, unknown>>,
  Output = unknown,
> extends Runnable<Input, Output> {
  constructor(keys: string | readonly string[]) {
    super(new Pick<Input, Output>(keys));
  }
}
