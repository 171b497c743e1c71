import { RunCancelledError, type EventStream } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import { encodeSseFrame } from "../sse/encode-sse-frame.ts";
import { formatEventCursor } from "./event-cursor.ts";
import { EventConnection, type EventConnectionOptions } from "./event-connection.ts";
import { HostedEvent } from "./hosted-event.ts";
import { createRedactor, type EventRelease } from "./create-redactor.ts";
import { ReplayBuffer } from "./replay-buffer.ts";
import { encodeReset, encodeRunEnding } from "./run-frames.ts";

/** How a run is hosted. What its release does not let out is kept and seen by nobody. */
export interface HostedRunOptions extends EventRelease {
  readonly epoch: string;
  readonly replayBufferSize: number;
  readonly maxReplayBytes: number;
  readonly retryMs: number;
  readonly isCancelledWhenLeft: boolean;
  /** Called once, when the run is over and when its last client has left. */
  readonly onIdle: (run: HostedRun) => void;
}

/** What one client of a hosted run is told, beside the options of its connection. */
export interface ClientOptions extends Omit<
  EventConnectionOptions,
  | "toId"
  | "toPlaceFrame"
  | "onRoom"
  | "onLeave"
  | "maxWaiting"
  | "highWaterBytes"
  | "maxWaitingBytes"
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
  /** What was let out and is to be told in turn; `undefined` while nothing is. */
  #released: StreamEvent[] | undefined;
  /** The newest place that a client was sent who has left. */
  #leftPlace = -1;
  #resume: (() => void) | undefined;
  #onLastLeft: (() => void) | undefined;
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

  /** The place of its end, which is told behind the last event. */
  get endPlace(): number {
    return this.lastPlace + 1;
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
      toPlaceFrame: (reached) => this.#toPlaceFrame(reached),
      onRoom: () => {
        this.#wake();
      },
      onLeave: (left) => {
        this.#leave(left);
      },
    });
    const sentPlace = this.#sentPlace();
    this.#connections.add(connection);
    const { events, isOverrun, fromPlace } = this.#buffer.after(place);
    connection.greet(this.#toPlaceFrame(place, this.#options.retryMs));
    if (client.greeting !== undefined) connection.greet(client.greeting);
    // A client that is lost before the next event has come need not be told again.
    if (isOverrun) connection.greet(encodeReset("overrun") + this.#toPlaceFrame(fromPlace));
    for (const event of events)
      if (event.place <= sentPlace) connection.replay(event);
      else connection.offer(event);
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

  /** Lets go of every client: of one that reads when it has what waits for it, of others after a moment. */
  async disconnect(): Promise<void> {
    if (this.#connections.size > 0) {
      await new Promise<void>((resolve) => {
        const grace = setTimeout(resolve, cancelTimeoutMs);
        this.#onLastLeft = () => {
          clearTimeout(grace);
          resolve();
        };
      });
    }
    for (const connection of this.#connections) connection.leave();
  }

  async #pump(iterator: AsyncIterator<StreamEvent, undefined>): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    try {
      const tell = createRedactor(this.#options, (event) => {
        if (this.#released === undefined) this.#add(event);
        else this.#released.push(event);
      });
      // It begins at once, and is told when the one that it was started for is there: until then nobody is waited for, and what
      // is large would have made room already.
      let next = iterator.next();
      next.catch(() => undefined);
      await this.#whenRoom();
      for (;;) {
        const result = await next;
        if (result.done === true) break;
        // What a redaction held back comes many events at once: each waits for room, as if it came by itself.
        const released: StreamEvent[] = [];
        this.#released = released;
        tell(result.value);
        for (const event of released) {
          this.#add(event);
          while (this.#mustWait()) await this.#whenRoom();
        }
        this.#released = undefined;
        next = iterator.next();
      }
      const { signal } = this.#controller;
      if (signal.aborted) failure = { error: signal.reason };
    } catch (error) {
      failure = { error };
      await iterator.return?.();
    }
    const lastSeq = this.#buffer.last?.event.seq ?? -1;
    this.#finish(encodeRunEnding({ lastSeq, id: this.#toId(this.endPlace), failure }));
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

  // Also of those whose loss has not been noticed yet.
  #sentPlace(): number {
    const places = [...this.#connections].map(({ takenPlace }) => takenPlace);
    return Math.max(this.#leftPlace, ...places);
  }

  #leave(connection: EventConnection): void {
    this.#leftPlace = Math.max(this.#leftPlace, connection.takenPlace);
    this.#connections.delete(connection);
    this.#wake();
    if (this.#connections.size > 0) return;
    this.#onLastLeft?.();
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

  // A browser's EventSource shows no headers, and keeps an id only from what it is told.
  #toPlaceFrame(place: number, retry?: number): string {
    const data = JSON.stringify({ runId: this.id });
    return encodeSseFrame({ event: "run", id: this.#toId(place), retry, data });
  }

  #toId(place: number): string {
    return formatEventCursor({ epoch: this.#options.epoch, runId: this.id, place });
  }
}
