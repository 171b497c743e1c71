import { RunCancelledError, type EventStream } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import type { HandlerErrorReporter } from "../problems/problem-of.ts";
import { encodeSseFrame } from "../sse/encode-sse-frame.ts";
import { formatEventCursor } from "./event-cursor.ts";
import { EventConnection, type EventConnectionOptions } from "./event-connection.ts";
import { HostedEvent } from "./hosted-event.ts";
import { createRedactor, type Redaction } from "./create-redactor.ts";
import { ReplayBuffer } from "./replay-buffer.ts";
import { encodeReset, encodeRunEnding } from "./run-frames.ts";

/** How a run is hosted. */
export interface HostedRunOptions {
  readonly epoch: string;
  readonly replayBufferSize: number;
  readonly maxReplayBytes: number;
  readonly retryMs: number;
  readonly isCancelledWhenLeft: boolean;
  /** Put around the buffer: what it does not hand on is seen by nobody. */
  readonly redact: Redaction["redact"];
  /** Whether the server lets this event out at all. */
  readonly isAllowed: (event: StreamEvent) => boolean;
  readonly report: HandlerErrorReporter;
  /** Called once, when the run is over and when its last client has left. */
  readonly onIdle: (run: HostedRun) => void;
}

/** What one client of a hosted run is told, beside the options of its connection. */
export interface ClientOptions extends Omit<
  EventConnectionOptions,
  "toId" | "onRoom" | "onLeave" | "maxWaiting" | "highWaterBytes" | "maxWaitingBytes"
> {
  /** Sent before the events. */
  readonly greeting: string | undefined;
}

/** How long, in milliseconds, a stream that was told to stop may take before its loop is left. */
const cancelTimeoutMs = 100;

/** One run, its last events, and the clients that are told of it. */
export class HostedRun {
  readonly id: string;
  readonly #options: HostedRunOptions;
  readonly #controller: AbortController;
  readonly #buffer: ReplayBuffer;
  readonly #connections = new Set<EventConnection>();
  #ending: string | undefined;
  #resume: (() => void) | undefined;
  #pumping: Promise<void> | undefined;
  #iterator: AsyncIterator<StreamEvent, undefined> | undefined;

  constructor(id: string, controller: AbortController, options: HostedRunOptions) {
    this.id = id;
    this.#controller = controller;
    this.#options = options;
    this.#buffer = new ReplayBuffer({
      maxEvents: options.replayBufferSize,
      maxBytes: options.maxReplayBytes,
    });
  }

  /** Whether it is over and nobody is being told of it. */
  get isIdle(): boolean {
    return this.#ending !== undefined && this.#connections.size === 0;
  }

  /** Whether it has ended, in whatever way. */
  get hasEnded(): boolean {
    return this.#ending !== undefined;
  }

  /** The place of the newest event; -1 before the first. */
  get lastPlace(): number {
    return this.#buffer.last?.place ?? -1;
  }

  /** Begins the run; its events are read once a client is there. */
  start(stream: EventStream<unknown, StreamEvent>): void {
    this.#iterator = stream[Symbol.asyncIterator]();
    this.#pumping = this.#pump(this.#iterator);
  }

  /** Adds a client, who has everything up to a place. */
  connect(place: number, client: ClientOptions): EventConnection {
    const connection = new EventConnection({
      ...client,
      maxWaiting: 2 * this.#options.replayBufferSize + client.highWaterMark,
      highWaterBytes: this.#options.maxReplayBytes,
      maxWaitingBytes: 2 * this.#options.maxReplayBytes,
      toId: (reached) => this.#toId(reached),
      onRoom: () => {
        this.#wake();
      },
      onLeave: (left) => {
        this.#leave(left);
      },
    });
    this.#connections.add(connection);
    const { retryMs } = this.#options;
    const { events, isOverrun } = this.#buffer.after(place);
    // A browser's EventSource shows no headers, and keeps an id only from what it is told.
    const data = JSON.stringify({ runId: this.id });
    connection.greet(encodeSseFrame({ event: "run", id: this.#toId(place), retry: retryMs, data }));
    if (client.greeting !== undefined) connection.greet(client.greeting);
    if (isOverrun) connection.greet(encodeReset("overrun"));
    for (const event of events) connection.offer(event);
    if (this.#ending !== undefined) connection.finish(this.#ending);
    this.#wake();
    return connection;
  }

  /** Cancels the run. Resolves when it has come to rest. */
  async cancel(reason: RunCancelledError): Promise<void> {
    if (this.#ending !== undefined) return;
    this.#controller.abort(reason);
    this.#wake();
    // A stream that does not know of the signal is left, which cancels it.
    const timer = setTimeout(() => {
      void this.#iterator?.return?.();
    }, cancelTimeoutMs);
    await this.#pumping;
    clearTimeout(timer);
  }

  /** Lets go of every client. */
  disconnect(): void {
    for (const connection of this.#connections) connection.leave();
  }

  async #pump(iterator: AsyncIterator<StreamEvent, undefined>): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    try {
      const { redact, report } = this.#options;
      const tell = createRedactor({ redact, report }, (event) => {
        this.#add(event);
      });
      // It begins at once, and is told when the one that it was started for is there: until then nobody is waited for, and what
      // is large would have made room already.
      let next = iterator.next();
      await this.#whenRoom();
      for (;;) {
        const result = await next;
        if (result.done === true) break;
        if (this.#options.isAllowed(result.value)) tell(result.value);
        while (this.#mustWait()) await this.#whenRoom();
        next = iterator.next();
      }
      const { signal } = this.#controller;
      if (signal.aborted) failure = { error: signal.reason };
    } catch (error) {
      failure = { error };
      await iterator.return?.();
    }
    this.#finish(encodeRunEnding(this.#buffer.last?.event.seq ?? -1, failure));
  }

  #add(event: StreamEvent): void {
    const hosted = new HostedEvent(event, this.lastPlace + 1);
    this.#buffer.add(hosted);
    for (const connection of this.#connections) connection.offer(hosted);
  }

  #finish(ending: string): void {
    this.#ending = ending;
    for (const connection of this.#connections) connection.finish(ending);
    if (this.isIdle) this.#options.onIdle(this);
  }

  #leave(connection: EventConnection): void {
    this.#connections.delete(connection);
    this.#wake();
    if (this.#connections.size > 0) return;
    if (this.#ending !== undefined) {
      this.#options.onIdle(this);
    } else if (this.#options.isCancelledWhenLeft) {
      const reason = new RunCancelledError("The run was cancelled because its last client left.");
      void this.cancel(reason).catch(this.#options.report);
    }
  }

  #mustWait(): boolean {
    if (this.#controller.signal.aborted) return false;
    for (const connection of this.#connections) if (connection.isFull) return true;
    return false;
  }

  #whenRoom(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  #wake(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  #toId(place: number): string {
    return formatEventCursor({ epoch: this.#options.epoch, runId: this.id, place });
  }
}
