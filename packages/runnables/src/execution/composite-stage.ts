import type { Known } from "@rivulet/core/runtime";
import type { Pressure, Sink } from "../pipeline/sink.ts";
import { Stage } from "./stage.ts";

/** A step that is made of other steps. They are connected when its run has begun, since theirs are the children of it. */
export abstract class CompositeStage<Input, Output> extends Stage<Input, Output> {
  #entry: Sink<Input> | undefined;
  #input: Known<Input> | undefined;

  override get pressure(): Pressure {
    return this.#entry?.pressure ?? this.step.down.pressure;
  }

  override get wantsTotal(): boolean {
    return this.step.wantsLateInput || this.#entry?.wantsTotal !== false;
  }

  /** The whole input, once it is known. */
  protected get input(): Known<Input> | undefined {
    return this.#input;
  }

  // Where the input is known, the steps are connected when it is written: nothing is to be read before.
  override begin(input?: Known<Input>): void {
    if (!this.step.open(input)) return;
    if (input === undefined) this.connect();
    else this.#input = input;
  }

  override write(chunk: Input): void {
    this.connect();
    this.#entry?.write(chunk);
  }

  override end(total?: Known<Input>): void {
    this.#input = total;
    this.#entry?.end(total);
  }

  override fail(error: unknown): void {
    (this.#entry ?? this.step).fail(error);
  }

  /** Connects the steps inside, and gives what the input goes to. What it throws fails the run. */
  protected abstract connectInside(): Sink<Input>;

  /** Connects the steps inside, where they are not yet, and begins them. */
  protected connect(): void {
    if (this.#entry !== undefined || !this.step.isOpen) return;
    try {
      this.#entry = this.connectInside();
    } catch (error) {
      this.step.abandon(error);
      return;
    }
    this.#entry.begin(this.#input);
  }
}
