import type { RunManager } from "@rivulet/core";
import { CancelScope, type Known, type PromiseOrValue } from "@rivulet/core/runtime";
import { callIn, childCall, type Call } from "../execution/call.ts";
import { settingsOf } from "../execution/call-settings.ts";
import { CompositeStage } from "../execution/composite-stage.ts";
import { connectInner } from "../execution/connect-inner.ts";
import { invokeSteps } from "../execution/invoke-run.ts";
import { positionalTag } from "../execution/positional-tag.ts";
import { runAll } from "../execution/run-all.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import { after, all } from "../pipeline/after.ts";
import { FanOutSink, type FanOutHost } from "../pipeline/fan-out-sink.ts";
import { MergedRecord } from "../pipeline/merged-record.ts";
import { RelaySink } from "../pipeline/relay-sink.ts";
import type { Pressure, Sink } from "../pipeline/sink.ts";
import { setOwn } from "../util/set-own.ts";
import { whenReady } from "../util/when-ready.ts";

/** The branches of a parallel, by the key of their output. */
export type Branches<Input> = Readonly<Record<string, RunnableLike<Input, unknown>>>;

/** A branch and its place. */
export interface BranchPlace<Input> {
  readonly key: string;
  readonly runnable: RunnableLike<Input, unknown>;
  /** The positional tags of its runs. */
  readonly tags: readonly string[];
}

/** How a parallel is made. */
export interface ParallelFields<Input> {
  readonly branches: Branches<Input>;
  readonly name?: string | undefined;
}

/**
 * Branches side by side, all given the same input; the output is an object with a key for each, in the order of the
 * branches. Streams objects of one key each, as the branches' chunks come in. When a branch fails the others are cancelled.
 */
export class Parallel<
  Input,
  Output extends Readonly<Record<string, unknown>>,
> implements RunnableLike<Input, Output> {
  readonly branches: Branches<Input>;
  /** The branches in their order. */
  readonly places: readonly BranchPlace<Input>[];
  readonly #name: string;

  constructor(fields: ParallelFields<Input>) {
    this.branches = fields.branches;
    this.places = Object.entries(fields.branches).map(([key, runnable]) => ({
      key,
      runnable,
      tags: positionalTag(`map:key:${key}`),
    }));
    this.#name = fields.name ?? "RunnableParallel";
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Input, call: Call): PromiseOrValue<Output> {
    return invokeSteps(call, { type: "chain", name: this.#name, input }, (run) =>
      this.#runBranches(run, input),
    );
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return new ParallelStage(down, call, this);
  }

  createAccumulator(): Accumulator<Output> {
    return new MergedRecord((key) =>
      this.branches[key]?.createAccumulator(),
    ) as unknown as Accumulator<Output>;
  }

  /** The output whose values, in the order of the branches, are these. */
  toOutput(values: readonly unknown[]): Output {
    const output: Record<string, unknown> = {};
    for (let index = 0; index < this.places.length; index += 1)
      setOwn(output, (this.places[index] as BranchPlace<Input>).key, values[index]);
    return output as Output;
  }

  #runBranches(run: RunManager, input: Input): PromiseOrValue<Output> {
    const group = new CancelScope(run.scope);
    const context = run.childContext.withScope(group);
    const { maxConcurrency } = settingsOf(context);
    const values = runAll(this.places, { group, maxConcurrency }, ({ runnable, tags }) =>
      runnable.invokeIn(input, callIn(context, tags)),
    );
    return whenReady(values, (list) => this.toOutput(list));
  }
}

interface Branch<Input> {
  readonly entry: Sink<Input>;
  readonly exit: RelaySink<unknown>;
  isDone: boolean;
  total: Known<unknown> | undefined;
}

class ParallelStage<Input, Output extends Readonly<Record<string, unknown>>>
  extends CompositeStage<Input, Output>
  implements FanOutHost
{
  readonly #parallel: Parallel<Input, Output>;
  #branches: readonly Branch<Input>[] = [];
  #doneCount = 0;
  #hasInputEnded = false;
  #hasFailedInput = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(down: Sink<Output>, call: Call, parallel: Parallel<Input, Output>) {
    super(down, call, { type: "chain", name: parallel.getName() });
    this.#parallel = parallel;
  }

  override end(total?: Known<Input>): void {
    this.#hasInputEnded = true;
    super.end(total);
    if (this.#branches.length === 0) this.#finishWhenDone();
  }

  // Each branch learns that its input failed, and may even mend it; the run ends when the last of them has.
  override fail(error: unknown): void {
    this.#hasInputEnded = true;
    this.#hasFailedInput = true;
    super.fail(error);
    if (this.#branches.length === 0) this.step.fail(error);
  }

  override bringToRest(reason: unknown): Promise<void> | undefined {
    return all(this.#branches.map(({ isDone, exit }) => (isDone ? undefined : exit.stop(reason))));
  }

  // Not that of the step below: one that has enough for now must not keep a branch from beginning that takes its time.
  get closedPressure(): Pressure | undefined {
    return this.step.isOpen ? this.step.run.closedGate : undefined;
  }

  // By a promise, so that the branches begin in the context that it is in now. Awaited listeners are not waited for. No body may
  // be running that hears of a cancellation, so the step itself does.
  whenOpen(closed: Pressure, next: () => void): void {
    const { step } = this;
    const { scope } = step.run;
    const wait = (resume: () => void): void => {
      closed.whenOpen(resume);
    };
    void step.reader.orRest(wait).then(() => {
      scope.remove(step);
      if (step.isOpen) next();
    });
    scope.add(step);
  }

  protected override connectInside(): Sink<Input> {
    this.#branches = this.#parallel.places.map((place) => this.#connectBranch(place));
    return new FanOutSink(
      this.#branches.map(({ entry }) => entry),
      this,
    );
  }

  #connectBranch({ key, runnable, tags }: BranchPlace<Input>): Branch<Input> {
    const exit = new RelaySink<unknown>(this.step, {
      // Assigned: a literal with a computed key takes 150 ns more when there are many keys.
      write: (chunk) => {
        const output: Record<string, unknown> = {};
        setOwn(output, key, chunk);
        this.step.emit(output as Output);
      },
      end: (total) => {
        this.#setDone(branch);
        branch.total = total;
        this.#finishWhenDone();
      },
      fail: (error) => {
        this.#setDone(branch);
        this.#failure ??= { error };
        if (this.#hasFailedInput) this.#finishWhenDone();
        else this.step.fail(error);
      },
    });
    const entry = connectInner(runnable, exit, childCall(this.step.run, tags));
    const branch: Branch<Input> = { entry, exit, isDone: false, total: undefined };
    return branch;
  }

  // Counted, since to look at every branch whenever one is done is quadratic.
  #setDone(branch: Branch<Input>): void {
    if (!branch.isDone) this.#doneCount += 1;
    branch.isDone = true;
  }

  #finishWhenDone(): void {
    if (this.#doneCount < this.#branches.length) return;
    if (this.#failure !== undefined) this.step.fail(this.#failure.error);
    else {
      void after(this.#leaveInputOnce(), () => {
        this.step.complete({ total: this.#total(), input: this.input });
      });
    }
  }

  #leaveInputOnce(): Promise<void> | undefined {
    if (this.#hasInputEnded) return undefined;
    this.#hasInputEnded = true;
    return this.step.leaveInput();
  }

  #total(): Known<Output> | undefined {
    if (!this.step.wantsOutputTotal) return undefined;
    return { value: this.#parallel.toOutput(this.#branches.map(({ total }) => total?.value)) };
  }
}
