import { RunCancelledError, type RunManager } from "@rivulet/core";
import { Moment, type CancelScope, type Cancellable, type Known } from "@rivulet/core/runtime";
import type { Accumulator } from "../pipeline/accumulator.ts";
import { after, all } from "../pipeline/after.ts";
import type { RelayHost } from "../pipeline/relay-sink.ts";
import type { Sink, Upstream } from "../pipeline/sink.ts";
import type { Call } from "./call.ts";
import { createRun, type RunDescription } from "./open-run.ts";
import { SourceReader } from "./source-reader.ts";

/** What a stage says of itself. */
export interface StageDescription<Output> extends RunDescription {
  /** How its chunks add up; absent where {@link StepRun.complete} is told. */
  readonly createAccumulator?: () => Accumulator<Output>;
  /** Whether its chunks are told as stream events; a prompt's are not, it is never partial. Default true. */
  readonly isStreamed?: boolean;
  /** Whether it has a body that must be aborted when nobody needs it any more. */
  readonly hasBody?: boolean;
}

/** Whose run it is. */
export interface StepHost {
  /** Brings what it has running by itself to rest. Never rejects. */
  bringToRest(reason: unknown): Promise<void> | undefined;
}

/** Where a step stands, and what it is. */
export interface StepPlace<Output> {
  readonly down: Sink<Output>;
  readonly call: Call;
  readonly description: StageDescription<Output>;
}

/**
 * The run of a step that streams, between the step above, which is told to stop, and the sink below. The run has exactly one
 * start and one terminal event on every way out, and what it holds is let go.
 *
 * A stage says when the run begins ({@link open}), makes chunks ({@link emit}), and ends it once: {@link complete}, or
 * {@link abandon} when it failed by itself. What comes after the end is ignored.
 *
 * No stage inherits it: there are more than four kinds of stages, and of objects of more than four shapes V8 reads each field
 * at 10 ns in place of 1.
 */
export class StepRun<Output> implements Upstream, RelayHost<Output>, Cancellable {
  readonly down: Sink<Output>;
  readonly call: Call;
  readonly #host: StepHost;
  readonly #description: StageDescription<Output>;
  // Copied: descriptions have many shapes, and it is read for each chunk.
  readonly #isStreamed: boolean;
  #upstream: Upstream | undefined;
  #run: RunManager | undefined;
  #ownScope: CancelScope | undefined;
  #accumulator: Accumulator<Output> | undefined;
  #reader: SourceReader | undefined;
  #hasInput = false;
  #wantsOutputTotal = false;
  #adds = false;
  #isClosed = false;
  #isStopping = false;
  #stopping: Promise<void> | undefined;
  #onClosed: (() => void) | undefined;

  constructor(host: StepHost, { down, call, description }: StepPlace<Output>) {
    this.#host = host;
    this.down = down;
    this.call = call;
    this.#description = description;
    this.#isStreamed = description.isStreamed !== false;
    down.attach(this);
  }

  /** Whether `complete` should say what the chunks add up to. */
  get wantsOutputTotal(): boolean {
    return this.#wantsOutputTotal;
  }

  attach(upstream: Upstream): void {
    this.#upstream = upstream;
  }

  fail(error: unknown): void {
    if (this.isFinished) return;
    this.#isStopping = true;
    this.#stopping = after(this.#restAbove(error), () => {
      const cause = this.#closeFailed(error);
      void after(this.#letGo(), () => {
        this.down.fail(cause);
      });
    });
  }

  stop(reason: unknown): Promise<void> | undefined {
    if (this.#isClosed) return this.#stopping;
    if (this.#isStopping) return (this.#stopping ??= this.#untilClosed());
    this.#isStopping = true;
    this.#ownScope?.cancel(reason);
    this.#stopping = after(this.#restAbove(reason), () => {
      this.#closeRun((run) => {
        run.cancel(reason);
      });
      this.#ownScope?.close();
    });
    return this.#stopping;
  }

  /** The stage's own scope was cancelled from outside: it ends, and what is below learns of it. */
  onCancel(reason: unknown): void {
    if (this.#isClosed || this.#isStopping) return;
    void after(this.stop(reason), () => {
      this.down.fail(reason);
    });
  }

  /** Whether the run has begun, and neither ended nor been told to. */
  get isOpen(): boolean {
    return this.#run !== undefined && !this.isFinished;
  }

  /** Whether nothing may begin any more. */
  get isFinished(): boolean {
    return this.#isClosed || this.#isStopping;
  }

  /** Whether the input, which the start did not know, should be told at the end. */
  get wantsLateInput(): boolean {
    return this.#run !== undefined && !this.#hasInput && this.#run.hears("end");
  }

  /** Reads what the step gives value by value; at rest with the step. */
  get reader(): SourceReader {
    return (this.#reader ??= new SourceReader(this));
  }

  /** The run, which there is once it has begun. Asked for each chunk, and so without a check. */
  get run(): RunManager {
    return this.#run as RunManager;
  }

  /** Begins the run, and what is below. Says whether it is open then: a listener of the start may have cancelled it. */
  open(input?: Known<unknown>): boolean {
    if (this.isFinished) return false;
    const { type, name, tags, metadata, hasBody, createAccumulator } = this.#description;
    const description = { type, name, tags, metadata };
    const { run, ownScope } = createRun(this.call, description, hasBody);
    // Before its start is told, so that whoever cancels it finds it.
    this.#run = run;
    this.#ownScope = ownScope;
    this.#hasInput = input !== undefined;
    run.start(input);
    if (this.isFinished) return false;
    this.down.begin();
    this.#wantsOutputTotal = run.hears("end") || this.down.wantsTotal;
    this.#adds = this.#wantsOutputTotal && createAccumulator !== undefined;
    ownScope?.add(this);
    return this.isOpen;
  }

  /** Hands on a chunk: to the listeners, and to what is below. */
  emit(chunk: Output): void {
    if (this.isFinished) return;
    if (this.#adds) this.#findAccumulator()?.add(chunk);
    if (this.#isStreamed) this.#run?.stream(chunk);
    this.down.write(chunk);
  }

  /** Hands on the whole output as the only chunk, and ends the run. What is told of it is told within one moment. */
  emitWhole(output: Output): void {
    if (!this.isOpen) return;
    const { run } = this;
    new Moment(run.tree).handOn(output, (chunk) => {
      if (this.#isStreamed) run.stream(chunk);
      this.down.write(chunk);
      // Adding up one chunk would give the chunk.
      this.complete({ total: this.#wantsOutputTotal ? { value: chunk } : undefined });
    });
  }

  /** Ends the run. `total` where there is no accumulator to ask; `input` when it became known only now. */
  complete(
    ending: {
      readonly total?: Known<Output> | undefined;
      readonly input?: Known<unknown> | undefined;
    } = {},
  ): void {
    if (this.isFinished) return;
    let total: Known<Output> | undefined;
    try {
      total = ending.total ?? this.#accumulated();
    } catch (error) {
      // Chunks that are not what they should be may not add up.
      this.abandon(error, ending.input);
      return;
    }
    this.#closeRun((run) => {
      run.end(total?.value, ending.input);
    });
    void after(this.#letGo(), () => {
      this.down.end(total);
    });
  }

  /** Ends the run because the stage itself failed: what is above comes to rest, then what is below learns of it. */
  abandon(error: unknown, input?: Known<unknown>): void {
    if (this.isFinished) return;
    const cause = this.#closeFailed(error, input);
    void after(all([this.#upstream?.stop(cause), this.#letGo()]), () => {
      this.down.fail(cause);
    });
  }

  /** Tells what is above that nothing more of it is of use. */
  stopUpstream(reason: unknown): Promise<void> | undefined {
    return this.#upstream?.stop(reason);
  }

  /** Tells what is above that the stage has taken in as much as it needs. */
  leaveInput(): Promise<void> | undefined {
    return this.stopUpstream(
      new RunCancelledError(`${this.run.name} has read as much of its input as it needs.`),
    );
  }

  // Made with the first chunk: a body that gives its output whole needs none.
  #findAccumulator(): Accumulator<Output> | undefined {
    return (this.#accumulator ??= this.#description.createAccumulator?.());
  }

  #accumulated(): Known<Output> | undefined {
    const accumulator = this.#adds ? this.#findAccumulator() : undefined;
    return accumulator && { value: accumulator.value };
  }

  // Lets go of the stage's own scope when the awaited listeners have done their work. Not before: one that hangs holds nobody
  // beyond a cancellation, which may come by the call's own signal or timeout.
  #letGo(): Promise<void> | undefined {
    const awaited = this.#run?.tree.awaited;
    const scope = this.#ownScope ?? this.call.context.scope;
    if (awaited === undefined || awaited.size === 0) {
      this.#ownScope?.close();
      return undefined;
    }
    return new Promise((resolve) => {
      const finish = (): void => {
        scope?.remove(member);
        this.#ownScope?.close();
        resolve();
      };
      const member: Cancellable = { onCancel: finish };
      scope?.add(member);
      void awaited.settled().then(finish);
    });
  }

  // What is above, and what the stage itself has running.
  #restAbove(reason: unknown): Promise<void> | undefined {
    return all([
      this.#upstream?.stop(reason),
      this.#host.bringToRest(reason),
      this.#reader?.bringToRest(),
    ]);
  }

  // What fails in a scope that is cancelled is cancelled; what is below is told the same as the listeners.
  #closeFailed(error: unknown, input?: Known<unknown>): unknown {
    let cause = error;
    this.#closeRun((run) => {
      if (run.scope.isCancelled) {
        cause = run.scope.reason;
        run.cancel(cause, input);
      } else run.error(error, input);
    });
    return cause;
  }

  #closeRun(tell: (run: RunManager) => void): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#run !== undefined) {
      tell(this.#run);
      this.#ownScope?.remove(this);
    }
    this.#onClosed?.();
  }

  // It is told to stop by what happens while it comes to rest: by a listener of a neighbour's cancellation, for one. What
  // it waits for is not known yet, but whoever tells it must wait as well.
  #untilClosed(): Promise<void> {
    return new Promise((resolve) => {
      this.#onClosed = resolve;
    });
  }
}
