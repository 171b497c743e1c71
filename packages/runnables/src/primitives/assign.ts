import type { Known, PromiseOrValue } from "@rivulet/core/runtime";
import { InvalidInputError } from "../errors/invalid-input-error.ts";
import { childCall, type Call } from "../execution/call.ts";
import { CompositeStage } from "../execution/composite-stage.ts";
import { connectInner } from "../execution/connect-inner.ts";
import { invokeSteps } from "../execution/invoke-run.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { LastValue, type Accumulator } from "../pipeline/accumulator.ts";
import { RelaySink } from "../pipeline/relay-sink.ts";
import type { Sink } from "../pipeline/sink.ts";
import { whenReady } from "../util/when-ready.ts";
import type { Parallel } from "./parallel.ts";

type Fields = Readonly<Record<string, unknown>>;

/** How an assign is made. */
export interface AssignFields<Input extends Fields, Added extends Fields> {
  readonly mapper: Parallel<Input, Added>;
  readonly name?: string | undefined;
}

/**
 * Hands an object on with keys added, or replaced: each made by a branch that is given the whole object. Streams the
 * object's own keys at once, and the added ones as they are made.
 */
export class Assign<Input extends Fields, Added extends Fields> implements RunnableLike<
  Input,
  Input & Added
> {
  readonly mapper: Parallel<Input, Added>;
  readonly #name: string;

  constructor({ mapper, name }: AssignFields<Input, Added>) {
    this.mapper = mapper;
    this.#name = name ?? "RunnableAssign";
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Input, call: Call): PromiseOrValue<Input & Added> {
    return invokeSteps(call, { type: "chain", name: this.#name, input }, (run) => {
      this.check(input);
      return whenReady(this.mapper.invokeIn(input, childCall(run)), (added) => ({
        ...input,
        ...added,
      }));
    });
  }

  connect(down: Sink<Input & Added>, call: Call): Sink<Input> {
    return new AssignStage(down, call, this);
  }

  createAccumulator(): Accumulator<Input & Added> {
    return new LastValue();
  }

  /** @throws {@link InvalidInputError} when the input is no object. */
  check(input: unknown): void {
    if (typeof input === "object" && input !== null && !Array.isArray(input)) return;
    throw InvalidInputError.of(`${this.#name} was given`, input, "an object to add keys to");
  }
}

class AssignStage<Input extends Fields, Added extends Fields> extends CompositeStage<
  Input,
  Input & Added
> {
  readonly #assign: Assign<Input, Added>;
  #exit: RelaySink<Added> | undefined;
  #added: { readonly total: Known<Added> | undefined } | undefined;
  #hasInputEnded = false;
  #inputFailure: { readonly error: unknown } | undefined;

  constructor(down: Sink<Input & Added>, call: Call, assign: Assign<Input, Added>) {
    super(down, call, { type: "chain", name: assign.getName() });
    this.#assign = assign;
  }

  override get wantsTotal(): boolean {
    return this.step.wantsOutputTotal || super.wantsTotal;
  }

  override write(chunk: Input): void {
    if (!this.step.isOpen) return;
    let own: Input & Added;
    try {
      this.#assign.check(chunk);
      own = this.#ownFieldsOf(chunk);
    } catch (error) {
      this.step.fail(error);
      return;
    }
    // First, so that the branches begin at the same place whether or not the input was known.
    this.connect();
    if (Object.keys(own).length > 0) this.step.emit(own);
    super.write(chunk);
  }

  override end(total?: Known<Input>): void {
    this.#hasInputEnded = true;
    super.end(total);
    this.#finishWhenDone();
  }

  // The branches learn of it first; whatever they make of it, the object's own keys are not whole.
  override fail(error: unknown): void {
    this.#inputFailure = { error };
    if (this.#added === undefined) super.fail(error);
    else this.step.fail(error);
  }

  override bringToRest(reason: unknown): Promise<void> | undefined {
    return this.#exit?.stop(reason);
  }

  protected override connectInside(): Sink<Input> {
    this.#exit = new RelaySink<Added>(this.step, {
      end: (total) => {
        this.#added = { total };
        this.#finishWhenDone();
      },
    });
    return connectInner(this.#assign.mapper, this.#exit, childCall(this.step.run));
  }

  #ownFieldsOf(chunk: Input): Input & Added {
    const added = this.#assign.mapper.branches;
    const own = Object.entries(chunk).filter(([key]) => !Object.hasOwn(added, key));
    return Object.fromEntries(own) as Input & Added;
  }

  // The branches may be done before the input has ended: its own keys are still to be handed on.
  #finishWhenDone(): void {
    if (this.#added === undefined) return;
    if (this.#inputFailure !== undefined) this.step.fail(this.#inputFailure.error);
    else if (this.#hasInputEnded)
      this.step.complete({ total: this.#total(this.#added.total), input: this.input });
  }

  #total(added: Known<Added> | undefined): Known<Input & Added> | undefined {
    if (!this.step.wantsOutputTotal) return undefined;
    return { value: { ...this.input?.value, ...added?.value } as Input & Added };
  }
}
