import { ChunkAccumulator, enterRun, isPromiseLike, type RunManager } from "@rivulet/core";
import { BodyStage, type BodyResult } from "../execution/body-stage.ts";
import { childCall, type Call } from "../execution/call.ts";
import { settingsOf } from "../execution/call-settings.ts";
import { ChildConfig } from "../execution/child-config.ts";
import { invokeRun } from "../execution/invoke-run.ts";
import { isRunnableLike } from "../execution/is-runnable-like.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { RecursionLimitError } from "../errors/recursion-limit-error.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";
import type { RunnableFunction } from "./runnable-function.ts";

/** How a lambda is made. */
export interface LambdaFields<Input, Output> {
  readonly func: RunnableFunction<Input, Output>;
  readonly name?: string | undefined;
}

/**
 * A function as a runnable. It takes a whole input; in a stream it waits for the end of its input, and hands on what it
 * returns as one chunk. A generator that it returns is streamed; a runnable that it returns is run in its place.
 */
export class Lambda<Input, Output> implements RunnableLike<Input, Output> {
  readonly func: RunnableFunction<Input, Output>;
  readonly #name: string;

  constructor({ func, name }: LambdaFields<Input, Output>) {
    this.func = func;
    this.#name = name ?? (func.name === "" ? "RunnableLambda" : func.name);
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Input, call: Call): Promise<Output> {
    return invokeRun(call, { type: "chain", name: this.#name, input }, async (run) => {
      const result = await this.func(input, new ChildConfig(run));
      if (isRunnableLike(result)) return (await result.invokeIn(input, callOfReturned(run))) as Output;
      return isValues<Output>(result) ? collect(run, result) : (result as Output);
    });
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return new LambdaStage(down, call, this);
  }

  createAccumulator(): Accumulator<Output> {
    return new ChunkAccumulator();
  }
}

class LambdaStage<Input, Output> extends BodyStage<Input, Output> {
  readonly #lambda: Lambda<Input, Output>;

  constructor(down: Sink<Output>, call: Call, lambda: Lambda<Input, Output>) {
    super(down, call, {
      type: "chain",
      name: lambda.getName(),
      createAccumulator: () => lambda.createAccumulator(),
      hasBody: true,
    });
    this.#lambda = lambda;
  }

  protected override execute(input: Input): BodyResult<Output> | Promise<BodyResult<Output>> {
    const result = enterRun(this.run, () => this.#lambda.func(input, new ChildConfig(this.run)));
    if (isPromiseLike(result)) return this.#deliverLater(result, input);
    return this.#deliver(result, input);
  }

  async #deliverLater(result: PromiseLike<unknown>, input: Input): Promise<BodyResult<Output>> {
    return this.#deliver(await result, input);
  }

  #deliver(result: unknown, input: Input): BodyResult<Output> | Promise<BodyResult<Output>> {
    if (!this.isOpen) return undefined;
    if (isRunnableLike(result)) {
      return this.executeInner(result as RunnableLike<Input, Output>, input, callOfReturned(this.run));
    }
    if (isValues<Output>(result)) return this.#deliverValues(result);
    this.emit(result as Output);
    return undefined;
  }

  async #deliverValues(values: Values<Output>): Promise<undefined> {
    await this.pull(values, (value) => {
      this.emit(value);
    });
    return undefined;
  }
}

type Values<Value> = AsyncIterable<Value> | Generator<Value>;

// A list or a string is a value; only what is made to be read step by step is read step by step.
function isValues<Value>(result: unknown): result is Values<Value> {
  if (typeof result !== "object" || result === null) return false;
  return Symbol.asyncIterator in result || Reflect.get(result, Symbol.toStringTag) === "Generator";
}

async function collect<Value>(run: RunManager, values: Values<Value>): Promise<Value> {
  const total = new ChunkAccumulator<Value>();
  for await (const value of values) {
    total.add(value);
    run.stream(value);
  }
  return total.value;
}

function callOfReturned(run: RunManager): Call {
  const call = childCall(run);
  const settings = settingsOf(call.context);
  if (settings.recursionLimit <= 1) {
    throw new RecursionLimitError(
      `${run.name} returned a runnable deeper than \`recursionLimit\` allows; raise it, or end the recursion.`,
      { runId: run.id, runName: run.name },
    );
  }
  const context = call.context.withSettings({ ...settings, recursionLimit: settings.recursionLimit - 1 });
  return { ...call, context };
}
