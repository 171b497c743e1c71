import { CallbackManager } from "@rivulet/core";
import { toListeners, type PromiseOrValue } from "@rivulet/core/runtime";
import { applyOwnConfig, type Call } from "../execution/call.ts";
import { checkConfig } from "../execution/check-config.ts";
import type { RunnableConfig } from "../execution/runnable-config.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";

/** What a binding adds to a call; asked anew for each. */
export type ConfigSource = (call: Call) => RunnableConfig;

/** A runnable with config of its own. It has no run of its own: the config is that of the runnable's run. */
export class Binding<Input, Output> implements RunnableLike<Input, Output> {
  readonly bound: RunnableLike<Input, Output>;
  readonly #configOf: ConfigSource;
  readonly #runName: string | undefined;

  /** @throws {@link InvalidArgumentError} when the config is wrong. */
  constructor(bound: RunnableLike<Input, Output>, config: RunnableConfig | ConfigSource) {
    if (typeof config !== "function") checkOwnConfig(config);
    this.bound = bound;
    this.#configOf = typeof config === "function" ? config : () => config;
    this.#runName = typeof config === "function" ? undefined : config.runName;
  }

  getName(): string {
    return this.#runName ?? this.bound.getName();
  }

  invokeIn(input: Input, call: Call): PromiseOrValue<Output> {
    return this.bound.invokeIn(input, applyOwnConfig(call, this.#configOf(call)));
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return this.bound.connect(down, applyOwnConfig(call, this.#configOf(call)));
  }

  createAccumulator(): Accumulator<Output> {
    return this.bound.createAccumulator();
  }
}

// Here, and not at the call, so that what is wrong is found where it is written.
function checkOwnConfig(config: RunnableConfig): void {
  checkConfig(config);
  const { callbacks = [] } = config;
  if (!(callbacks instanceof CallbackManager)) toListeners(callbacks);
}
