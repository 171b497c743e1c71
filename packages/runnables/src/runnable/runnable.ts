import type { EventStream } from "@rivulet/core";
import { ChunkAccumulator, type PromiseOrValue } from "@rivulet/core/runtime";
import { NotImplementedError } from "../errors/not-implemented-error.ts";
import type { StreamEvent } from "../events/component-shapes.ts";
import type { V1StreamEvent } from "../events/v1-event.ts";
import { toCall, type Call } from "../execution/call.ts";
import { checkConfig } from "../execution/check-config.ts";
import { checkRunnable } from "../execution/check-runnable.ts";
import { feed } from "../execution/feed.ts";
import {
  FunctionStage,
  invokeFunction,
  type FunctionComponent,
} from "../execution/function-stage.ts";
import { InputSource } from "../execution/input-source.ts";
import { applyLimits } from "../execution/open-run.ts";
import { OutputStream } from "../execution/output-stream.ts";
import type { RunnableConfig } from "../execution/runnable-config.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import {
  createToolComponent,
  toToolInfo,
  type ToolCallInput,
  type ToolInfo,
} from "../execution/tool-component.ts";
import type { RunLogPatch } from "../log/run-log.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";
import { Assign } from "../primitives/assign.ts";
import { Binding } from "../primitives/binding.ts";
import { Each } from "../primitives/each.ts";
import { Fallbacks, toFallbackList } from "../primitives/fallbacks.ts";
import { FunctionRunnable } from "../primitives/function-runnable.ts";
import { Parallel } from "../primitives/parallel.ts";
import { Pick as PickPrimitive } from "../primitives/pick.ts";
import { Retry, type RetryOptions } from "../primitives/retry.ts";
import type { StreamFunction } from "../primitives/runnable-function.ts";
import { Sequence, type AnyStep } from "../primitives/sequence.ts";
import { batchOf, type BatchOptions } from "./batch.ts";
import { coerceBranches, coerceToRunnable } from "./coerce.ts";
import { listenerConfig, type RunListeners } from "./run-listeners.ts";
import type { FunctionOutput, MapOutput, StepLike } from "./runnable-types.ts";
import {
  streamEventsOf,
  type StreamEventFilter,
  type StreamEventsOptions,
} from "./stream-events.ts";
import { streamLogOf, type StreamLogOptions } from "./stream-log.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A runnable that a model may call. */
export type RunnableTool<Input, Output> = Runnable<Input | ToolCallInput, Output> & ToolInfo;

/**
 * A step, or several that were put together: run it once with `invoke`, read its output while it grows with `stream`, see
 * everything that happens inside with `streamEvents`, and put it together with others by `pipe`.
 *
 * Immutable: every `with...` and `pipe` makes another one. For a component of your own derive from `BaseChatModel`,
 * `BaseRetriever` and the like, or from this class with an `invoke` of your own.
 *
 * @example
 * const chain = prompt.pipe(model).pipe(new StringOutputParser());
 * for await (const chunk of chain.stream({ topic: "parrot" })) console.log(chunk);
 */
export class Runnable<
  Input = unknown,
  Output = unknown,
  Options extends RunnableConfig = RunnableConfig,
> implements RunnableLike<Input, Output> {
  readonly #core: RunnableLike<Input, Output> | undefined;

  constructor(core?: RunnableLike<Input, Output>) {
    if (core !== undefined) checkRunnable(core, `What ${new.target.name} was made of`);
    this.#core = core;
  }

  /** Whether a value is a runnable of this package. */
  static isRunnable(value: unknown): value is Runnable {
    return value instanceof Runnable;
  }

  /** The name of its runs: `runName` of `withConfig`, else the component's own: a function's name, or the class's. */
  getName(): string {
    return this.#core?.getName() ?? this.constructor.name;
  }

  /**
   * Runs once on a whole input, as one run.
   *
   * Rejects with what the run fails with, with the reason when it is cancelled, and with an `InvalidArgumentError` when the
   * config is wrong.
   */
  // Not an async function: to return a promise from one costs three more promises.
  invoke(input: Input, config?: Partial<Options>): Promise<Output> {
    try {
      return Promise.resolve(this.invokeIn(input, toCall(config)));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Runs on each input, at most `maxConcurrency` at a time; results come in the order of the inputs. */
  batch(
    inputs: readonly Input[],
    configs: Partial<Options> | readonly Partial<Options>[] | undefined,
    options: BatchOptions & { readonly returnExceptions: true },
  ): Promise<(Output | Error)[]>;
  batch(
    inputs: readonly Input[],
    configs?: Partial<Options> | readonly Partial<Options>[],
    options?: BatchOptions,
  ): Promise<Output[]>;
  async batch(
    inputs: readonly Input[],
    configs?: Partial<Options> | readonly Partial<Options>[],
    options: BatchOptions = {},
  ): Promise<(Output | Error)[]> {
    return batchOf(this, inputs, { configs, options });
  }

  /**
   * The chunks of the output, as they are made. Runs when the first is asked for.
   *
   * @throws {@link InvalidArgumentError} when the config is wrong.
   * @see The document, "Using Stream".
   */
  stream(input: Input, config?: Partial<Options>): OutputStream<Output> {
    return new OutputStream(toCall(config), (sink, call) => {
      feed(this.connect(sink, call), input, call.context.scope);
    });
  }

  /** The chunks of the output, made from a stream of input while that comes in. */
  transform(input: AsyncIterable<Input>, config?: Partial<Options>): OutputStream<Output> {
    return new OutputStream(toCall(config), (sink, own) => {
      const call = applyLimits(own, this.getName());
      new InputSource(input, this.connect(sink, call), call.context).start();
    });
  }

  /**
   * The events of one run and of everything inside it: an Observable, an AsyncIterable, and a promise of the output.
   *
   * @throws {@link InvalidArgumentError} when the version, an option or the filter is wrong.
   * @see The document, "Using Stream Events".
   */
  streamEvents(
    input: Input,
    options: Partial<Options> & StreamEventsOptions & { readonly version: "v1" },
    filter?: StreamEventFilter,
  ): EventStream<Output, V1StreamEvent>;
  streamEvents(
    input: Input,
    options?: Partial<Options> & StreamEventsOptions,
    filter?: StreamEventFilter,
  ): EventStream<Output, StreamEvent>;
  streamEvents(
    input: Input,
    options: Partial<Options> & StreamEventsOptions = {},
    filter?: StreamEventFilter,
  ): EventStream<Output, StreamEvent> | EventStream<Output, V1StreamEvent> {
    return streamEventsOf<Input, Output>(this, input, { options, filter });
  }

  /**
   * The log of one run and of everything inside it, as patches that add up by `concat` to what is known so far.
   *
   * A failure is noted in the log, then thrown by the loop. Leaving the loop cancels the run.
   *
   * @throws {@link InvalidArgumentError} when an option or the filter is wrong.
   */
  streamLog(
    input: Input,
    options: Partial<Options> & StreamLogOptions = {},
    filter?: StreamEventFilter,
  ): EventStream<Output, RunLogPatch> {
    return streamLogOf<Input, Output>(this, input, { options, filter });
  }

  /** Puts a step behind this one: a runnable, a function, an `async function*` over the stream, or an object of steps. */
  pipe<Next>(next: RunnableLike<Output, Next>): Runnable<Input, Next>;
  pipe<Result>(
    next: (input: Output, config: RunnableConfig) => Result,
  ): Runnable<Input, FunctionOutput<Result>>;
  pipe<Next>(next: StreamFunction<Output, Next>): Runnable<Input, Next>;
  pipe<Steps extends { readonly [key: string]: StepLike<Output> }>(
    next: Steps,
  ): Runnable<Input, MapOutput<Steps>>;
  pipe(next: unknown): Runnable<Input, never> {
    const steps = [...stepsOf(this), ...stepsOf(coerceToRunnable(next))];
    return new Runnable(new Sequence<Input, never>({ steps }));
  }

  /** The same with config of its own: its runs have these tags, metadata, name, handlers and limits. */
  withConfig(config: Partial<Options>): Runnable<Input, Output, Options> {
    checkConfig(config);
    return new Runnable(new Binding(this, config));
  }

  /** The same with listeners of its own runs, not of those inside. */
  withListeners(listeners: RunListeners): Runnable<Input, Output, Options> {
    return new Runnable(new Binding(this, listenerConfig(listeners)));
  }

  /** The same, run again when it fails; in a stream until the first chunk is out. */
  withRetry(options: RetryOptions = {}): Runnable<Input, Output, Options> {
    return new Runnable(new Retry(this, options));
  }

  /** The same, with others that are tried in its place when it fails; in a stream until the first chunk is out. */
  withFallbacks(
    fallbacks:
      | readonly RunnableLike<Input, Output>[]
      | { readonly fallbacks: readonly RunnableLike<Input, Output>[] },
  ): Runnable<Input, Output, Options> {
    const list = toFallbackList<Input, Output>(fallbacks);
    return new Runnable(new Fallbacks({ runnable: this, fallbacks: list }));
  }

  /** Picks one key of the output object, or several as a smaller object. */
  pick<Key extends keyof Output & string>(key: Key): Runnable<Input, Output[Key]>;
  pick<Key extends keyof Output & string>(keys: readonly Key[]): Runnable<Input, Pick<Output, Key>>;
  pick(keys: string | readonly string[]): Runnable<Input, never> {
    return this.pipe(
      new PickPrimitive<Fields, never>(keys) as unknown as RunnableLike<Output, never>,
    );
  }

  /** Adds keys to the output object, each made by a step that is given the whole object. */
  assign<Steps extends { readonly [key: string]: StepLike<Output> }>(
    steps: Steps,
  ): Runnable<Input, Output & MapOutput<Steps>> {
    const mapper = new Parallel<Fields, Fields>({ branches: coerceBranches(steps) });
    return this.pipe(
      new Assign({ mapper }) as unknown as RunnableLike<Output, Output & MapOutput<Steps>>,
    );
  }

  /** Runs it for each item of a list. */
  map(): Runnable<readonly Input[], Output[]> {
    return new Runnable(new Each(this));
  }

  /** It as a tool, which a model may call: each of its runs is inside a run of type `tool`. */
  asTool(info: {
    readonly name: string;
    readonly description: string;
    readonly schema?: object;
  }): RunnableTool<Input, Output> {
    const tool = toToolInfo(info);
    const func = (input: Input, config: RunnableConfig): Promise<Output> =>
      this.invoke(input, config as Partial<Options>);
    const component = createToolComponent<Input | ToolCallInput, Output>({ ...tool, func });
    const runnable = new Runnable(new FunctionRunnable(component));
    return Object.assign(runnable, tool);
  }

  /** @internal */
  invokeIn(input: Input, call: Call): PromiseOrValue<Output> {
    if (this.#core !== undefined) return this.#core.invokeIn(input, call);
    return invokeFunction(this.#ownComponent(), input, call);
  }

  /** @internal */
  connect(down: Sink<Output>, call: Call): Sink<Input> {
    if (this.#core !== undefined) return this.#core.connect(down, call);
    return new FunctionStage(down, call, this.#ownComponent());
  }

  /** @internal */
  createAccumulator(): Accumulator<Output> {
    return this.#core?.createAccumulator() ?? new ChunkAccumulator<Output>();
  }

  /** @internal The steps that it is made of, where it is a sequence and nothing more. */
  get sequenceSteps(): readonly AnyStep[] | undefined {
    return this.#core instanceof Sequence && this.#core.isPlain ? this.#core.steps : undefined;
  }

  // A class of the user's own, that has an `invoke` and nothing more.
  #ownComponent(): FunctionComponent<Input, Output> {
    if (this.invoke === Runnable.prototype.invoke) {
      throw new NotImplementedError(
        `${this.constructor.name} has no \`invoke\`; give the class one.`,
      );
    }
    return {
      type: "chain",
      name: this.getName(),
      body: (input, config) => this.invoke(input, config as Partial<Options>),
      createAccumulator: () => this.createAccumulator(),
    };
  }
}

// A sequence in a sequence is flattened, so that the steps are counted through; one with config of its own is not.
function stepsOf(step: RunnableLike<never, unknown>): readonly AnyStep[] {
  const steps = step instanceof Runnable ? step.sequenceSteps : undefined;
  return steps ?? [step];
}
