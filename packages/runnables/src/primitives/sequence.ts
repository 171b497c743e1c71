import type { RunManager } from "@rivulet/core";
import { isPromiseLike, type PromiseOrValue } from "@rivulet/core/runtime";
import { childCall, type Call } from "../execution/call.ts";
import { CompositeStage } from "../execution/composite-stage.ts";
import { connectInner, stepsPerStack } from "../execution/connect-inner.ts";
import { invokeSteps } from "../execution/invoke-run.ts";
import { positionalTag } from "../execution/positional-tag.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import { HopSink } from "../pipeline/hop-sink.ts";
import { RelaySink } from "../pipeline/relay-sink.ts";
import type { Sink, Upstream } from "../pipeline/sink.ts";

/** A step whose types are known to the steps beside it alone. */
export type AnyStep = RunnableLike<unknown, unknown>;

/** How a sequence is made. */
export interface SequenceFields {
  /** At least one step; what one puts out, the next takes in. */
  readonly steps: readonly AnyStep[];
  readonly name?: string | undefined;
  /** Leaves out the tags `seq:step:N` of the steps. */
  readonly omitSequenceTags?: boolean | undefined;
}

/** Steps one after the other. Streams whatever its steps stream: a chunk passes through them all within one tick. */
export class Sequence<Input, Output> implements RunnableLike<Input, Output> {
  readonly steps: readonly AnyStep[];
  readonly omitSequenceTags: boolean;
  /** Whether it is nothing but its steps: then a sequence around it may take the steps instead. */
  readonly isPlain: boolean;
  readonly #name: string;
  readonly #stepTags: readonly (readonly string[])[] | undefined;

  constructor(fields: SequenceFields) {
    this.steps = fields.steps;
    this.omitSequenceTags = fields.omitSequenceTags === true;
    this.isPlain = fields.name === undefined && !this.omitSequenceTags;
    this.#name = fields.name ?? "RunnableSequence";
    if (!this.omitSequenceTags)
      this.#stepTags = fields.steps.map((_, index) =>
        positionalTag(`seq:step:${String(index + 1)}`),
      );
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Input, call: Call): PromiseOrValue<Output> {
    return invokeSteps(
      call,
      { type: "chain", name: this.#name, input },
      (run) => this.#runSteps(run, input) as PromiseOrValue<Output>,
    );
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return new SequenceStage(down, call, this);
  }

  createAccumulator(): Accumulator<Output> {
    const last = this.steps[this.steps.length - 1] as RunnableLike<unknown, Output>;
    return last.createAccumulator();
  }

  /** The positional tags of a step. */
  tagsOf(index: number): readonly string[] | undefined {
    return this.#stepTags?.[index];
  }

  // Steps that are synchronous follow one another within the same tick. What the last one gives is given as it is: an async
  // function for it alone made two promises more.
  #runSteps(run: RunManager, input: unknown): PromiseOrValue<unknown> {
    const last = this.steps.length - 1;
    let value = input;
    for (let index = 0; index < last; index += 1) {
      const output = this.#runStep(index, run, value);
      if (isPromiseLike(output)) return this.#runRest(index + 1, run, output);
      value = output;
    }
    return this.#runStep(last, run, value);
  }

  async #runRest(next: number, run: RunManager, pending: PromiseLike<unknown>): Promise<unknown> {
    let value = await pending;
    for (let index = next; index < this.steps.length; index += 1) {
      const output = this.#runStep(index, run, value);
      value = isPromiseLike(output) ? await output : output;
    }
    return value;
  }

  #runStep(index: number, run: RunManager, input: unknown): PromiseOrValue<unknown> {
    const step = this.steps[index] as AnyStep;
    return step.invokeIn(input, childCall(run, this.tagsOf(index)));
  }
}

class SequenceStage<Input, Output> extends CompositeStage<Input, Output> {
  readonly #sequence: Sequence<Input, Output>;
  #exit: RelaySink<Output> | undefined;
  #external: Upstream | undefined;

  constructor(down: Sink<Output>, call: Call, sequence: Sequence<Input, Output>) {
    super(down, call, { type: "chain", name: sequence.getName() });
    this.#sequence = sequence;
  }

  override attach(upstream: Upstream): void {
    super.attach(upstream);
    this.#external = upstream;
  }

  override bringToRest(reason: unknown): Promise<void> | undefined {
    return this.#exit?.stop(reason);
  }

  // From the last to the first, since each step is connected to the sink below it.
  protected override connectInside(): Sink<Input> {
    const { run } = this.step;
    const sequence = this.#sequence;
    const exit = (this.#exit = new RelaySink<Output>(this.step, {
      end: (total) => {
        this.step.complete({ total, input: this.input });
      },
    }));
    const entry = sequence.steps.reduceRight<Sink<unknown>>(
      (sink, step, index) =>
        connectInner(
          step,
          index % stepsPerStack === stepsPerStack - 1 ? new HopSink(sink) : sink,
          childCall(run, sequence.tagsOf(index)),
        ),
      exit as Sink<unknown>,
    );
    if (this.#external !== undefined) entry.attach(this.#external);
    return entry;
  }
}
