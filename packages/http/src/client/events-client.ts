import {
  RunCancelledError,
  RunContext,
  toListeners,
  type CallbackHandler,
  type CancelScope,
  type Gate,
} from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import { parseEvent } from "@rivulet/runnables/wire";
import { EventsConnectionError } from "../errors/events-connection-error.ts";
import { EventsResetError } from "../errors/events-reset-error.ts";
import { RemoteRunError } from "../errors/remote-run-error.ts";
import { readSse } from "../sse/read-sse.ts";
import type { ConnectEventsOptions, ResetReason } from "./connect-events-options.ts";
import { toLocalPredicate } from "./event-filter-parameters.ts";
import { TemporaryFailure, type EventsRequest } from "./events-request.ts";
import { sleep } from "./sleep.ts";

/** One message of an event stream. */
interface Message {
  readonly event?: string | undefined;
  readonly id?: string | undefined;
  readonly data: string;
}

/** How long to wait before the second try where the server has not said, in milliseconds. */
const defaultRetryMs = 1000;

/** Reads the events of one run, over as many connections as it takes. */
export class EventsClient {
  readonly #request: EventsRequest;
  readonly #options: ConnectEventsOptions;
  readonly #isWanted: (event: StreamEvent) => boolean;
  readonly #handlers: readonly CallbackHandler[];
  readonly #gates: readonly Gate[];
  readonly #scope: CancelScope;
  /** The newest chunk of each open run: of merged chunks a part may come once more after a connection was lost. */
  readonly #chunkSeqs = new Map<string, number>();
  #lastEventId: string | undefined;
  #lastEvent: StreamEvent | undefined;
  #retryMs = defaultRetryMs;
  #failuresInARow = 0;
  #failure: unknown;
  #ending: { readonly output: unknown } | undefined;

  constructor(
    request: EventsRequest,
    options: ConnectEventsOptions,
    consumer: { readonly handlers: readonly CallbackHandler[]; readonly scope: CancelScope },
  ) {
    this.#request = request;
    this.#options = options;
    this.#isWanted = toLocalPredicate(options.filter);
    this.#handlers = consumer.handlers;
    this.#gates = RunContext.root.with({ listeners: toListeners(consumer.handlers) }).gates;
    this.#scope = consumer.scope;
    this.#lastEventId = options.lastEventId;
  }

  /** Reads to the end; resolves with the output of the run, where its end was seen. */
  async run(): Promise<unknown> {
    try {
      while (this.#ending === undefined) {
        await this.#readOnce();
        if (this.#ending === undefined) await this.#pause();
      }
      return this.#ending.output;
    } catch (error) {
      if (!this.#scope.isCancelled) throw error;
      if (this.#options.cancelOnLeave === true) await this.#request.cancel();
      throw this.#scope.reason;
    }
  }

  // What a connection failed with is of no interest, but for the last time: it is made anew.
  async #readOnce(): Promise<void> {
    let body: ReadableStream<Uint8Array>;
    try {
      body = await this.#request.send(this.#lastEventId, this.#scope.signal);
    } catch (error) {
      if (this.#scope.isCancelled || error instanceof EventsConnectionError) throw error;
      this.#failure = error;
      return;
    }
    let refusal: { readonly error: unknown } | undefined;
    const onMessage = async (message: Message): Promise<void> => {
      try {
        await this.#take(message);
      } catch (error) {
        refusal = { error };
      }
    };
    const onRetry = (retryMs: number): void => {
      this.#retryMs = retryMs;
    };
    const isDone = (): boolean => this.#ending !== undefined || refusal !== undefined;
    try {
      await readSse(body, { onMessage, onRetry }, isDone);
    } catch (error) {
      if (this.#scope.isCancelled) throw error;
      this.#failure = error;
    }
    if (refusal !== undefined) throw refusal.error;
  }

  async #pause(): Promise<void> {
    const { maxRetries = 10, maxRetryDelayMs = 30_000 } = this.#options;
    if (this.#failuresInARow >= maxRetries) throw this.#toUnreachable(maxRetries);
    const delay = Math.min(maxRetryDelayMs, this.#retryMs * 2 ** this.#failuresInARow);
    this.#failuresInARow += 1;
    // Not all clients of a server that comes back should come at once.
    await sleep(delay * (0.5 + Math.random() / 2), this.#scope.signal);
  }

  #toUnreachable(maxRetries: number): EventsConnectionError {
    const said = this.#failure instanceof TemporaryFailure ? ` ${this.#failure.message}` : "";
    return new EventsConnectionError(
      `No events came from the server in ${String(maxRetries + 1)} tries; see whether it runs.${said}`,
      { cause: this.#failure },
    );
  }

  #take(message: Message): Promise<void> | undefined {
    // The greeting alone is no sign that it goes on.
    if (message.event !== "run") this.#failuresInARow = 0;
    if (message.event === "end") this.#end(message);
    else if (message.event === "error") throw toRemoteError(message.data);
    else if (message.event === "reset") this.#reset(message);
    else if (message.event !== "run") this.#tell(parseEvent(message.data));
    if (message.id !== undefined) {
      this.#lastEventId = message.id;
      this.#options.onEventId?.(message.id);
    }
    return this.#room();
  }

  #tell(event: StreamEvent): void {
    if (this.#isRepeated(event)) return;
    this.#lastEvent = event;
    if (!this.#isWanted(event)) return;
    for (const handler of this.#handlers) void handler.on_event?.(event);
  }

  #isRepeated({ event, run_id: id, seq }: StreamEvent): boolean {
    if (!event.endsWith("_stream")) {
      if (/_(end|error|cancel)$/u.test(event)) this.#chunkSeqs.delete(id);
      return false;
    }
    if (seq <= (this.#chunkSeqs.get(id) ?? -1)) return true;
    this.#chunkSeqs.set(id, seq);
    return false;
  }

  // The last event of a run is the end of its root; a filter may have left it out.
  #end({ data }: Message): void {
    const { seq } = JSON.parse(data) as { readonly seq?: unknown };
    const last = this.#lastEvent;
    const isRootEnd = last?.seq === seq && last !== undefined && last.event.endsWith("_end");
    const { output } = (isRootEnd ? last.data : {}) as { readonly output?: unknown };
    this.#ending = { output };
  }

  #reset({ data }: Message): void {
    const { reason } = JSON.parse(data) as { readonly reason: ResetReason };
    this.#chunkSeqs.clear();
    const { onReset } = this.#options;
    if (onReset === undefined) {
      throw new EventsResetError(
        `Events are missing (${reason}); give connectEvents an onReset, or begin again.`,
      );
    }
    onReset(reason);
  }

  #room(): Promise<void> | undefined {
    const gate = this.#gates.find(({ isClosed }) => isClosed);
    if (gate === undefined) return undefined;
    return new Promise((resolve) => {
      const member = { onCancel: resolve };
      this.#scope.add(member);
      gate.whenOpen(() => {
        this.#scope.remove(member);
        resolve();
      });
    });
  }
}

function toRemoteError(data: string): Error {
  const { title, code } = JSON.parse(data) as { readonly title?: unknown; readonly code?: unknown };
  const message = typeof title === "string" ? title : "The run failed";
  if (code === "RUN_CANCELLED") return new RunCancelledError(`${message} on the server.`);
  return new RemoteRunError(
    `${message} on the server; its error events, if they are let out, say why.`,
    typeof code === "string" ? code : "RUN_FAILED",
  );
}
