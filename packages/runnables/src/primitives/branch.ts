import { childCall, type Call } from "../execution/call.ts";
import { BodyStage, type BodyResult } from "../execution/body-stage.ts";
import { invokeRun } from "../execution/invoke-run.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";
import type { RunManager } from "@rivulet/core";

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

/** Runs the first case whose condition holds for the whole input, else the default. Streams what that one streams. */
export class Branch<Input, Output> implements RunnableLike<Input, Output> {
  readonly #cases: readonly BranchCase<Input, Output>[];
  readonly #otherwise: RunnableLike<Input, Output>;
  readonly #name: string;

  constructor({ cases, otherwise, name }: BranchFields<Input, Output>) {
    this.#cases = cases;
    this.#otherwise = otherwise;
    this.#name = name ?? "RunnableBranch";
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Input, call: Call): Promise<Output> {
    return invokeRun(call, { type: "chain", name: this.#name, input }, async (run) => {
      const { runnable, tag } = await this.choose(input, run);
      return runnable.invokeIn(input, childCall(run, tag));
    });
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return new BranchStage(down, call, this);
  }

  createAccumulator(): Accumulator<Output> {
    return this.#otherwise.createAccumulator();
  }

  /** Asks the conditions, in order. */
  async choose(
    input: Input,
    run: RunManager,
  ): Promise<{ runnable: RunnableLike<Input, Output>; tag: string }> {
    for (const [index, [condition, runnable]] of this.#cases.entries()) {
      const position = String(index + 1);
      const holds = await condition.invokeIn(input, childCall(run, `condition:${position}`));
      if (holds) return { runnable, tag: `branch:${position}` };
    }
    return { runnable: this.#otherwise, tag: "branch:default" };
  }
}

class BranchStage<Input, Output> extends BodyStage<Input, Output> {
  readonly #branch: Branch<Input, Output>;

  constructor(down: Sink<Output>, call: Call, branch: Branch<Input, Output>) {
    super(down, call, { type: "chain", name: branch.getName(), hasBody: true });
    this.#branch = branch;
  }

  protected override async execute(input: Input): Promise<BodyResult<Output>> {
    const { runnable, tag } = await this.#branch.choose(input, this.run);
    if (!this.isOpen) return undefined;
    return this.executeInner(runnable, input, childCall(this.run, tag));
  }
}
