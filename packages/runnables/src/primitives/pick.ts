import type { Known, PromiseOrValue } from "@rivulet/core/runtime";
import { InvalidInputError } from "../errors/invalid-input-error.ts";
import type { Call } from "../execution/call.ts";
import { invokeRun } from "../execution/invoke-run.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { TransformStage } from "../execution/transform-stage.ts";
import { LastValue, type Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Picks one key of an object, or several as a smaller object. Streams the parts that it is to pick as they come in. */
export class Pick<Input extends Fields, Output> implements RunnableLike<Input, Output> {
  readonly keys: string | readonly string[];
  readonly #name: string;

  constructor(keys: string | readonly string[], name = "RunnablePick") {
    this.keys = keys;
    this.#name = name;
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Input, call: Call): PromiseOrValue<Output> {
    return invokeRun(
      call,
      { type: "chain", name: this.#name, input },
      () => this.pickFrom(input)?.value as Output,
    );
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return new PickStage(down, call, this);
  }

  createAccumulator(): Accumulator<Output> {
    return new LastValue();
  }

  /**
   * What it picks; nothing when the object has none of the keys.
   *
   * @throws {@link InvalidInputError} when the input is no object.
   */
  pickFrom(input: unknown): Known<Output> | undefined {
    if (typeof input !== "object" || input === null) {
      throw InvalidInputError.of(`${this.#name} was given`, input, "an object to pick from");
    }
    const { keys } = this;
    if (typeof keys === "string") {
      return Object.hasOwn(input, keys) ? { value: Reflect.get(input, keys) as Output } : undefined;
    }
    const present = keys.filter((key) => Object.hasOwn(input, key));
    if (present.length === 0) return undefined;
    return {
      value: Object.fromEntries(present.map((key) => [key, Reflect.get(input, key)])) as Output,
    };
  }
}

class PickStage<Input extends Fields, Output> extends TransformStage<Input, Output> {
  readonly #pick: Pick<Input, Output>;

  constructor(down: Sink<Output>, call: Call, pick: Pick<Input, Output>) {
    super(down, call, { type: "chain", name: pick.getName() });
    this.#pick = pick;
  }

  override get wantsTotal(): boolean {
    return this.step.wantsLateInput || this.step.wantsOutputTotal;
  }

  protected override transform(chunk: Input): void {
    const picked = this.#pick.pickFrom(chunk);
    if (picked !== undefined) this.step.emit(picked.value);
  }

  protected override flush(input: Known<Input> | undefined): Known<Output> | undefined {
    if (input === undefined) return undefined;
    return this.#pick.pickFrom(input.value ?? {}) ?? { value: undefined as Output };
  }
}
