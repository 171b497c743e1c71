import { isPromiseLike, type Known } from "@rivulet/core/runtime";
import { after, all } from "../pipeline/after.ts";
import { RelaySink } from "../pipeline/relay-sink.ts";
import type { Upstream } from "../pipeline/sink.ts";
import type { Call } from "./call.ts";
import { connectInner } from "./connect-inner.ts";
import { feed } from "./feed.ts";
import type { RunnableLike } from "./runnable-like.ts";
import { Stage } from "./stage.ts";
import { withinGrace } from "./within-grace.ts";

// A body that is synchronous ends within the call that began it, and so begins the next one, inside it. Some thousands of
// them would overflow the stack: past this many, one is left to the next microtask.
const maxSynchronousBodies = 100;
let synchronousBodies = 0;

/** What a body says at its end: what its chunks add up to, where the stage cannot know. */
export type BodyResult<Output> = Known<Output> | undefined;

/**
 * A step that works on a whole input: it takes the input stream in, and its run begins when that has ended. The body emits
 * its chunks; a body that is synchronous ends within the same tick.
 */
export abstract class BodyStage<Input, Output> extends Stage<Input, Output> {
  #work: Promise<void> | undefined;
  #isCalling = false;
  #onCalled: (() => void) | undefined;
  #inner: Upstream | undefined;

  override get wantsTotal(): boolean {
    return true;
  }

  override begin(): void {
    // Its input is not known before it ends.
  }

  override write(): void {
    // The producer adds the chunks up.
  }

  override end(total?: Known<Input>): void {
    if (this.step.isFinished) return;
    const input = total?.value as Input;
    if (!this.step.open({ value: this.describeInput(input) })) return;
    if (this.step.run.isHeld) this.#startLater(input);
    else this.#start(input);
  }

  /** Does the work, by `emit`; what it throws or rejects with fails the run. */
  protected abstract execute(input: Input): BodyResult<Output> | Promise<BodyResult<Output>>;

  /** What the start event says the input is. Must not throw. */
  protected describeInput(input: Input): unknown {
    return input;
  }

  /** Runs another runnable in this place: its chunks are this step's chunks. */
  protected executeInner<Value>(
    runnable: RunnableLike<Value, Output>,
    input: Value,
    call: Call,
  ): Promise<BodyResult<Output>> {
    return new Promise((resolve, reject) => {
      const relay = new RelaySink<Output>(this.step, {
        end: resolve,
        fail: reject,
      });
      const entry = connectInner(runnable, relay, call);
      // What is stopped from here does not say so downwards: nobody else would tell the body that waits for it.
      this.#inner = {
        stop: (reason) =>
          after(relay.stop(reason), () => {
            reject(reason);
          }),
      };
      feed(entry, input);
    });
  }

  override bringToRest(reason: unknown): Promise<void> | undefined {
    return all([this.#inner?.stop(reason), this.#restOfWork()]);
  }

  // It may be told to stop by what its body does before that has returned: by the start of a run inside, for one.
  #restOfWork(): Promise<void> | undefined {
    if (!this.#isCalling) return this.#work && withinGrace(this.#work);
    const called = new Promise<void>((resolve) => {
      this.#onCalled = resolve;
    });
    return withinGrace(called.then(() => this.#work));
  }

  // By a promise, so that it starts in the context that it is in now.
  #startLater(input: Input): void {
    const wait = (resume: () => void): void => {
      this.step.run.onRelease(resume);
    };
    void this.step.reader.orRest(wait).then(() => {
      this.#start(input);
    });
  }

  #start(input: Input): void {
    if (!this.step.isOpen) return;
    if (synchronousBodies >= maxSynchronousBodies) {
      queueMicrotask(() => {
        this.#start(input);
      });
      return;
    }
    synchronousBodies += 1;
    try {
      this.#execute(input);
    } finally {
      synchronousBodies -= 1;
    }
  }

  #execute(input: Input): void {
    this.#isCalling = true;
    try {
      const work = this.execute(input);
      this.#isCalling = false;
      if (isPromiseLike(work)) this.#settle(work);
      else this.step.complete({ total: work });
    } catch (error) {
      this.#isCalling = false;
      this.step.abandon(error);
    }
    this.#onCalled?.();
  }

  #settle(work: Promise<BodyResult<Output>>): void {
    this.#work = work.then(
      (total) => {
        this.#work = undefined;
        this.step.complete({ total });
      },
      (error: unknown) => {
        this.#work = undefined;
        this.step.abandon(error);
      },
    );
  }
}
