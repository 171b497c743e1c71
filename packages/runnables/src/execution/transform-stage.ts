import type { Known } from "@rivulet/core/runtime";
import { Stage } from "./stage.ts";

/**
 * A synchronous step that works on its input stream: each chunk goes in, and what it makes of it goes out within the same
 * tick. Its run begins when the step above does. What `transform` or `flush` throws fails the run.
 */
export abstract class TransformStage<Input, Output> extends Stage<Input, Output> {
  override get wantsTotal(): boolean {
    return this.step.wantsLateInput;
  }

  override begin(input?: Known<Input>): void {
    this.step.open(input);
  }

  override write(chunk: Input): void {
    if (!this.step.isOpen) return;
    try {
      this.transform(chunk);
    } catch (error) {
      this.step.abandon(error);
    }
  }

  override end(total?: Known<Input>): void {
    if (!this.step.isOpen) return;
    try {
      const output = this.flush(total);
      this.step.complete({ total: output, input: total });
    } catch (error) {
      this.step.abandon(error, total);
    }
  }

  /** Takes a chunk of input and emits what follows from it. */
  protected abstract transform(chunk: Input): void;

  /** Emits what is left at the end of the input; says what the output adds up to where no accumulator does. */
  protected flush(_input: Known<Input> | undefined): Known<Output> | undefined {
    return undefined;
  }
}
