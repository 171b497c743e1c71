import {
  BoundedQueue,
  ChunkAccumulator,
  enterRun,
  Gate,
  type Known,
  type PromiseOrValue,
} from "@rivulet/core/runtime";
import { addUp } from "../execution/add-up.ts";
import type { Call } from "../execution/call.ts";
import { ChildConfig } from "../execution/child-config.ts";
import { invokeRun } from "../execution/invoke-run.ts";
import { checkPullable } from "../execution/pullable.ts";
import { Stage } from "../execution/stage.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { withinGrace } from "../execution/within-grace.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Pressure, Sink } from "../pipeline/sink.ts";
import type { StreamFunction } from "./runnable-function.ts";

/** How many chunks of input may wait for a generator before what is above it waits. */
const inputHighWaterMark = 16;

/** How a generator is made. */
export interface GeneratorFields<Input, Output> {
  readonly func: StreamFunction<Input, Output>;
  readonly name?: string | undefined;
}

/**
 * A generator function as a runnable: it receives the input *stream*, and what it yields goes on at once. It keeps a chain
 * streaming where a function would wait for the end of its input.
 */
export class Generator<Input, Output> implements RunnableLike<Input, Output> {
  readonly func: StreamFunction<Input, Output>;
  readonly #name: string;

  constructor({ func, name }: GeneratorFields<Input, Output>) {
    this.func = func;
    this.#name = name ?? (func.name === "" ? "RunnableGenerator" : func.name);
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Input, call: Call): PromiseOrValue<Output> {
    return invokeRun(call, { type: "chain", name: this.#name, input }, (run) => {
      const values = this.func(once(input), new ChildConfig(run));
      return addUp(run, checkPullable(values, run.name));
    });
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return new GeneratorStage(down, call, this);
  }

  createAccumulator(): Accumulator<Output> {
    return new ChunkAccumulator();
  }
}

async function* once<Value>(value: Value): AsyncGenerator<Value, void, undefined> {
  yield await Promise.resolve(value);
}

class GeneratorStage<Input, Output> extends Stage<Input, Output> {
  readonly #generator: Generator<Input, Output>;
  readonly #gate = new Gate();
  readonly #input: BoundedQueue<Input>;
  #work: Promise<void> | undefined;
  #total: Known<Input> | undefined;
  #hasInputEnded = false;

  constructor(down: Sink<Output>, call: Call, generator: Generator<Input, Output>) {
    super(down, call, {
      type: "chain",
      name: generator.getName(),
      createAccumulator: () => generator.createAccumulator(),
      hasBody: true,
    });
    this.#generator = generator;
    this.#input = new BoundedQueue<Input>({
      gate: this.#gate,
      highWaterMark: inputHighWaterMark,
      onLeave: () => this.#leaveInputOnce(),
    });
  }

  override get pressure(): Pressure {
    return this.#gate;
  }

  override get wantsTotal(): boolean {
    return this.step.wantsLateInput;
  }

  override begin(input?: Known<Input>): void {
    if (!this.step.open(input)) return;
    let finish: () => void = () => undefined;
    // There before the function is called, since what it does at once may lead to a stop.
    this.#work = new Promise((resolve) => {
      finish = resolve;
    });
    void this.#execute().then(finish);
  }

  override write(chunk: Input): void {
    if (!this.step.isFinished) this.#input.push(chunk);
  }

  override end(total?: Known<Input>): void {
    this.#hasInputEnded = true;
    this.#total = total;
    this.#input.end();
  }

  // The generator learns of it where it reads its input, and may mend it.
  override fail(error: unknown): void {
    if (!this.step.isOpen) {
      this.step.fail(error);
      return;
    }
    this.#hasInputEnded = true;
    this.#input.fail(error);
  }

  override bringToRest(reason: unknown): Promise<void> | undefined {
    this.#input.fail(reason);
    return this.#work && withinGrace(this.#work);
  }

  async #execute(): Promise<void> {
    const { run } = this.step;
    try {
      if (run.isHeld) await run.whenReleased();
      if (!this.step.isOpen) return;
      const func = (): AsyncIterable<Output> =>
        this.#generator.func(
          this.#input as AsyncIterable<Input> as AsyncGenerator<Input, void, undefined>,
          new ChildConfig(run),
        );
      const output = checkPullable(enterRun(run, func), run.name);
      await this.step.reader.pull(output, (chunk) => {
        this.step.emit(chunk);
      });
      this.#work = undefined;
      this.#input.end();
      await this.#leaveInputOnce();
      this.step.complete({ input: this.#total });
    } catch (error) {
      this.#work = undefined;
      // What is above must not wait for room: its chunks may be meant for others as well.
      this.#input.end();
      this.step.abandon(error, this.#total);
    }
  }

  #leaveInputOnce(): Promise<void> | undefined {
    if (this.#hasInputEnded) return undefined;
    this.#hasInputEnded = true;
    return this.step.leaveInput();
  }
}
