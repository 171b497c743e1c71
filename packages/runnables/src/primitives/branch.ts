import type { RunManager } from "@rivulet/core";
import { isPromiseLike, type PromiseOrValue } from "@rivulet/core/runtime";
import { childCall, type Call } from "../execution/call.ts";
import { BodyStage, type BodyResult } from "../execution/body-stage.ts";
import { invokeSteps } from "../execution/invoke-run.ts";
import { positionalTag } from "../execution/positional-tag.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";
import { whenReady } from "../util/when-ready.ts";

/** A condition and what is run when it holds. */
export type BranchCase<Input, Output> = readonly [
  RunnableLike<Input, unknown>,
  RunnableLike<Input, Output>,
];

/** How a branch is made. */
export interface BranchFields<Input, Output> {
  readonly cases: readonly BranchCase<Input, Output>[];
  readonly otherwise: RunnableLike<Input, Output>;
  readonly name?: string | undefined;
}

/** What is run in a branch's place, and the positional tags of its run. */
export interface BranchChoice<Input, Output> {
  readonly runnable: RunnableLike<Input, Output>;
  readonly tags: readonly string[];
}

interface CasePlace<Input, Output> extends BranchChoice<Input, Output> {
  readonly condition: RunnableLike<Input, unknown>;
  readonly conditionTags: readonly string[];
}

/** Runs the first case whose condition holds for the whole input, else the default. Streams what that one streams. */
export class Branch<Input, Output> implements RunnableLike<Input, Output> {
  readonly #cases: readonly CasePlace<Input, Output>[];
  readonly #otherwise: BranchChoice<Input, Output>;
  readonly #name: string;

  constructor({ cases, otherwise, name }: BranchFields<Input, Output>) {
    this.#cases = cases.map(([condition, runnable], index) => ({
      condition,
      conditionTags: positionalTag(`condition:${String(index + 1)}`),
      runnable,
      tags: positionalTag(`branch:${String(index + 1)}`),
    }));
    this.#otherwise = { runnable: otherwise, tags: positionalTag("branch:default") };
    this.#name = name ?? "RunnableBranch";
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Input, call: Call): PromiseOrValue<Output> {
    return invokeSteps(call, { type: "chain", name: this.#name, input }, (run) =>
      whenReady(this.choose(input, run), ({ runnable, tags }) =>
        runnable.invokeIn(input, childCall(run, tags)),
      ),
    );
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return new BranchStage(down, call, this);
  }

  createAccumulator(): Accumulator<Output> {
    return this.#otherwise.runnable.createAccumulator();
  }

  /** Asks the conditions, in order; those before number `first`, counted from 0, are known not to hold. */
  choose(input: Input, run: RunManager, first = 0): PromiseOrValue<BranchChoice<Input, Output>> {
    for (let index = first; index < this.#cases.length; index += 1) {
      const choice = this.#cases[index] as CasePlace<Input, Output>;
      const { condition, conditionTags } = choice;
      const holds = condition.invokeIn(input, childCall(run, conditionTags));
      if (isPromiseLike(holds))
        return holds.then((value) => (value ? choice : this.choose(input, run, index + 1)));
      if (holds) return choice;
    }
    return this.#otherwise;
  }
}

class BranchStage<Input, Output> extends BodyStage<Input, Output> {
  readonly #branch: Branch<Input, Output>;

  constructor(down: Sink<Output>, call: Call, branch: Branch<Input, Output>) {
    super(down, call, { type: "chain", name: branch.getName(), hasBody: true });
    this.#branch = branch;
  }

  protected override async execute(input: Input): Promise<BodyResult<Output>> {
    const { runnable, tags } = await this.#branch.choose(input, this.step.run);
    if (!this.step.isOpen) return undefined;
    return this.executeInner(runnable, input, childCall(this.step.run, tags));
  }
}
