import type { RunManager } from "@rivulet/core";
import { enterRun, isPromiseLike, type PromiseOrValue, toPromise } from "@rivulet/core/runtime";
import { RecursionLimitError } from "../errors/recursion-limit-error.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";
import { addUp } from "./add-up.ts";
import { BodyStage, type BodyResult } from "./body-stage.ts";
import { childCall, type Call } from "./call.ts";
import { settingsOf } from "./call-settings.ts";
import { ChildConfig } from "./child-config.ts";
import { invokeRun } from "./invoke-run.ts";
import { isRunnableLike } from "./is-runnable-like.ts";
import type { RunDescription } from "./open-run.ts";
import type { RunnableConfig } from "./runnable-config.ts";
import type { RunnableLike } from "./runnable-like.ts";
import type { StageDescription } from "./step-run.ts";
import { isValues } from "./values.ts";

/**
 * A component that is a function of its whole input. What the function returns may be a value or a promise of one; a
 * generator, whose values are streamed; or a runnable, which is run in its place.
 */
export interface FunctionComponent<Input, Output> extends RunDescription {
  readonly body: (input: Input, config: RunnableConfig, run: RunManager) => unknown;
  /** What the start event says the input is; by default the input itself. */
  readonly describeInput?: ((input: Input) => unknown) | undefined;
  /** How the values add up when it returns a generator. */
  readonly createAccumulator: () => Accumulator<Output>;
  /** Whether its chunks are told as stream events. Default true. */
  readonly isStreamed?: boolean;
}

/** Runs a function component once, as one run. */
export function invokeFunction<Input, Output>(
  component: FunctionComponent<Input, Output>,
  input: Input,
  call: Call,
): PromiseOrValue<Output> {
  const described = component.describeInput === undefined ? input : component.describeInput(input);
  const { type, name, tags, metadata } = component;
  // Named, not spread: that took a tenth of the whole call.
  return invokeRun(call, { type, name, tags, metadata, input: described }, (run) => {
    const result = component.body(input, new ChildConfig(run), run);
    return isPromiseLike(result)
      ? toPromise(result).then((value) => deliver<Output>(run, input, value))
      : deliver<Output>(run, input, result);
  });
}

/** What the result of a function comes to: the output of a runnable, the sum of values, or itself. */
export function deliver<Output>(
  run: RunManager,
  input: unknown,
  result: unknown,
): PromiseOrValue<Output> {
  if (isRunnableLike(result)) {
    return (result as RunnableLike<unknown, Output>).invokeIn(input, callOfReturned(run));
  }
  return isValues<Output>(result) ? addUp(run, result) : (result as Output);
}

/** The streaming form of a function component. */
export class FunctionStage<Input, Output> extends BodyStage<Input, Output> {
  readonly #component: FunctionComponent<Input, Output>;

  constructor(down: Sink<Output>, call: Call, component: FunctionComponent<Input, Output>) {
    super(down, call, descriptionOf(component));
    this.#component = component;
  }

  protected override describeInput(input: Input): unknown {
    const { describeInput } = this.#component;
    return describeInput === undefined ? input : describeInput(input);
  }

  protected override execute(input: Input): BodyResult<Output> | Promise<BodyResult<Output>> {
    const { run } = this.step;
    const result = enterRun(run, () => this.#component.body(input, new ChildConfig(run), run));
    return isPromiseLike(result)
      ? toPromise(result).then((value) => this.#deliver(value, input))
      : this.#deliver(result, input);
  }

  #deliver(result: unknown, input: Input): BodyResult<Output> | Promise<BodyResult<Output>> {
    if (!this.step.isOpen) return undefined;
    if (isRunnableLike(result)) {
      return this.executeInner(
        result as RunnableLike<Input, Output>,
        input,
        callOfReturned(this.step.run),
      );
    }
    if (isValues<Output>(result)) {
      return this.step.reader.pull(result, (value) => {
        this.step.emit(value);
      });
    }
    this.step.emitWhole(result as Output);
    return undefined;
  }
}

// Named, not spread: the object that a spread made had a shape of its own, and whatever read it was half of a streamed run.
function descriptionOf<Input, Output>({
  type,
  name,
  tags,
  metadata,
  createAccumulator,
  isStreamed = true,
}: FunctionComponent<Input, Output>): StageDescription<Output> {
  return { type, name, tags, metadata, createAccumulator, isStreamed, hasBody: true };
}

/**
 * The call of a runnable that a function returned, in the function's place.
 *
 * @throws {@link RecursionLimitError} when that was done too often.
 */
export function callOfReturned(run: RunManager): Call {
  const call = childCall(run);
  const settings = settingsOf(call.context);
  if (settings.recursionLimit <= 1) {
    throw new RecursionLimitError(
      `${run.name} returned a runnable deeper than \`recursionLimit\` allows; raise it, or end the recursion.`,
      { runId: run.id, runName: run.name },
    );
  }
  const context = call.context.withSettings({
    ...settings,
    recursionLimit: settings.recursionLimit - 1,
  });
  return { ...call, context };
}
