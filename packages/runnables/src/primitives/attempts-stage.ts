import type { RunManager } from "@rivulet/core";
import { isPromiseLike, type Known } from "@rivulet/core/runtime";
import type { Call } from "../execution/call.ts";
import { connectInner } from "../execution/connect-inner.ts";
import { Stage } from "../execution/stage.ts";
import { after } from "../pipeline/after.ts";
import { CurrentPressure } from "../pipeline/current-pressure.ts";
import { RelaySink } from "../pipeline/relay-sink.ts";
import type { Pressure, Sink } from "../pipeline/sink.ts";
import type { Attempt, AttemptPlan } from "./attempt-plan.ts";

/**
 * Tries until the first chunk of output is out. Up to then it keeps the chunks of input, to hand them to the next attempt;
 * from then on a failure is a failure, since what was handed on cannot be taken back.
 */
export class AttemptsStage<Input, Output> extends Stage<Input, Output> {
  readonly #planFor: (run: RunManager) => AttemptPlan<Input, Output>;
  #plan: AttemptPlan<Input, Output> | undefined;
  #entry: Sink<Input> | undefined;
  #exit: RelaySink<Output> | undefined;
  #kept: Input[] | undefined = [];
  #known: Known<Input> | undefined;
  #ended: { readonly total: Known<Input> | undefined } | undefined;
  #hasInputFailed = false;
  #failed = 0;
  #next: Attempt<Input, Output> | undefined;
  #isTrying = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #pressure = new CurrentPressure(() => this.#entry?.pressure ?? this.step.down.pressure);

  constructor(
    down: Sink<Output>,
    call: Call,
    options: {
      readonly name: string;
      /** The plan for the run that the attempts are children of. */
      readonly planFor: (run: RunManager) => AttemptPlan<Input, Output>;
    },
  ) {
    super(down, call, { type: "chain", name: options.name, hasBody: true });
    this.#planFor = options.planFor;
  }

  override get pressure(): Pressure {
    return this.#pressure;
  }

  // The attempt at hand may not need it; a later one may.
  override get wantsTotal(): boolean {
    return true;
  }

  override begin(input?: Known<Input>): void {
    if (!this.step.open(input)) return;
    this.#known = input;
    this.#plan = this.#planFor(this.step.run);
    this.#tryNow(this.#plan.first);
  }

  override write(chunk: Input): void {
    this.#kept?.push(chunk);
    this.#entry?.write(chunk);
  }

  override end(total?: Known<Input>): void {
    this.#ended = { total };
    this.#entry?.end(total);
  }

  override fail(error: unknown): void {
    this.#hasInputFailed = true;
    (this.#entry ?? this.step).fail(error);
  }

  override bringToRest(reason: unknown): Promise<void> | undefined {
    clearTimeout(this.#timer);
    return this.#exit?.stop(reason);
  }

  // One after the other, not one inside the other: thousands of attempts may fail within one tick.
  #tryNow(attempt: Attempt<Input, Output>): void {
    this.#next = attempt;
    if (this.#isTrying) return;
    this.#isTrying = true;
    while (this.#next !== undefined && this.step.isOpen) {
      const next = this.#next;
      this.#next = undefined;
      this.#try(next);
    }
    this.#isTrying = false;
  }

  #try({ runnable, call }: Attempt<Input, Output>): void {
    const exit = new RelaySink<Output>(this.step, {
      write: (chunk) => {
        this.#kept = undefined;
        this.step.emit(chunk);
      },
      end: (total) => {
        this.#finish(total);
      },
      fail: (error) => {
        this.#retry(error);
      },
    });
    this.#exit = exit;
    let entry: Sink<Input>;
    try {
      entry = connectInner(runnable, exit, call);
    } catch (error) {
      this.#retry(error);
      return;
    }
    // An attempt that fails says that it needs no more input; the next one may.
    entry.attach({
      stop: (reason) => (this.#kept === undefined ? this.step.stopUpstream(reason) : undefined),
    });
    this.#entry = entry;
    entry.begin(this.#known);
    for (const chunk of this.#kept ?? []) entry.write(chunk);
    if (this.#ended !== undefined) entry.end(this.#ended.total);
  }

  #finish(total: Known<Output> | undefined): void {
    void after(this.#ended === undefined ? this.step.leaveInput() : undefined, () => {
      this.step.complete({ total, input: this.#ended?.total });
    });
  }

  #retry(error: unknown): void {
    this.#failed += 1;
    this.#entry = undefined;
    this.#exit = undefined;
    if (!this.step.isOpen) return;
    try {
      const next = this.#mayRetry() ? this.#plan?.next(error, this.#failed) : undefined;
      if (isPromiseLike(next)) void this.#tryWhenPlanned(error, next);
      else this.#tryOrFail(error, next);
    } catch (planError) {
      this.step.fail(planError);
    }
  }

  async #tryWhenPlanned(
    error: unknown,
    next: PromiseLike<Attempt<Input, Output> | undefined>,
  ): Promise<void> {
    try {
      this.#tryOrFail(error, await next);
    } catch (planError) {
      this.step.fail(planError);
    }
  }

  // Asked once more: while the plan was waited for, the input may have failed.
  #tryOrFail(error: unknown, next: Attempt<Input, Output> | undefined): void {
    if (next === undefined || !this.#mayRetry()) this.step.fail(error);
    else this.#tryLater(next);
  }

  #mayRetry(): boolean {
    return this.#kept !== undefined && !this.#hasInputFailed && !this.step.run.scope.isCancelled;
  }

  #tryLater(attempt: Attempt<Input, Output>): void {
    if (attempt.delayMs === 0) {
      this.#tryNow(attempt);
      return;
    }
    this.#timer = setTimeout(() => {
      this.#tryNow(attempt);
    }, attempt.delayMs);
  }
}
