import type { RunnableConfig } from "../execution/runnable-config.ts";
import { Passthrough } from "../primitives/passthrough.ts";
import { Runnable } from "./runnable.ts";
import { RunnableAssign } from "./runnable-assign.ts";
import type { MapOutput, StepLike } from "./runnable-types.ts";

/** Hands its input on as it is, chunk by chunk: the place of the input itself in an object of steps. */
export class RunnablePassthrough<Value = unknown> extends Runnable<Value, Value> {
  /** `func`, if given, is called with the whole input, for its effect. */
  constructor(fields: { readonly func?: (input: Value, config: RunnableConfig) => void } = {}) {
    super(new Passthrough<Value>(fields));
  }

  /** Hands an object on with keys added, each made by a step that is given the whole object. */
  static assign<
    Input extends Readonly<Record<string, unknown>>,
    Steps extends { readonly [key: string]: StepLike<Input> },
  >(steps: Steps): RunnableAssign<Input, MapOutput<Steps>> {
    return new RunnableAssign<Input, MapOutput<Steps>>(steps);
  }
}
