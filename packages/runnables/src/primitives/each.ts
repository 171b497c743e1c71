import type { RunManager } from "@rivulet/core";
import { CancelScope, type PromiseOrValue } from "@rivulet/core/runtime";
import { InvalidInputError } from "../errors/invalid-input-error.ts";
import { BodyStage } from "../execution/body-stage.ts";
import { callIn, type Call } from "../execution/call.ts";
import { checkRunnable } from "../execution/check-runnable.ts";
import { settingsOf } from "../execution/call-settings.ts";
import { invokeSteps } from "../execution/invoke-run.ts";
import { runAll } from "../execution/run-all.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { LastValue, type Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";

/** Runs a runnable for each item of a list, at most `maxConcurrency` at a time; the output is the list of results. */
export class Each<Input, Output> implements RunnableLike<readonly Input[], Output[]> {
  readonly bound: RunnableLike<Input, Output>;
  readonly #name: string;

  /** @throws {@link InvalidArgumentError} when `bound` is no runnable. */
  constructor(bound: RunnableLike<Input, Output>, name = "RunnableEach") {
    checkRunnable(bound, "What is to be run for each item");
    this.bound = bound;
    this.#name = name;
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: readonly Input[], call: Call): PromiseOrValue<Output[]> {
    return invokeSteps(call, { type: "chain", name: this.#name, input }, (run) =>
      this.runItems(input, run),
    );
  }

  connect(down: Sink<Output[]>, call: Call): Sink<readonly Input[]> {
    return new EachStage(down, call, this);
  }

  createAccumulator(): Accumulator<Output[]> {
    return new LastValue();
  }

  /**
   * Runs the items inside `run`.
   *
   * @throws {@link InvalidInputError} when the input is no list; the first failure of an item.
   */
  runItems(items: readonly Input[], run: RunManager): PromiseOrValue<Output[]> {
    if (!Array.isArray(items)) {
      throw InvalidInputError.of(`${this.#name} was given`, items, "a list");
    }
    const { maxConcurrency } = settingsOf(run.childContext);
    const group = new CancelScope(run.scope);
    const call = callIn(run.childContext.withScope(group));
    return runAll<Input, Output>(items, { group, maxConcurrency }, (item) =>
      this.bound.invokeIn(item, call),
    );
  }
}

class EachStage<Input, Output> extends BodyStage<readonly Input[], Output[]> {
  readonly #each: Each<Input, Output>;

  constructor(down: Sink<Output[]>, call: Call, each: Each<Input, Output>) {
    super(down, call, {
      type: "chain",
      name: each.getName(),
      createAccumulator: () => each.createAccumulator(),
      hasBody: true,
    });
    this.#each = each;
  }

  protected override async execute(input: readonly Input[]): Promise<undefined> {
    this.step.emitWhole(await this.#each.runItems(input, this.step.run));
    return undefined;
  }
}
