import { isPlainObject, RunCancelledError, type CallbackHandler } from "@rivulet/core";
import { RunContext, toListeners, type CancelScope, type Gate } from "@rivulet/core/runtime";
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
  #isRunIdTold = false;
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
        // A `fetch` of the user's need not know of the signal.
        if (this.#scope.isCancelled) throw this.#scope.reason;
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
    let body: ReadableStream<Uint8Array> | undefined;
    try {
      body = await this.#request.send(this.#lastEventId, this.#scope.signal);
    } catch (error) {
      if (this.#scope.isCancelled || error instanceof EventsConnectionError) throw error;
      this.#failure = error;
      return;
    }
    try {
      this.#tellRunId();
    } catch (error) {
      await body?.cancel().catch(() => undefined);
      throw error;
    }
    if (this.#scope.isCancelled) await body?.cancel().catch(() => undefined);
    else if (body === undefined) this.#ending = { output: undefined };
    else await this.#read(body);
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
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
    // What lives, though it has nothing to tell, is no failure when it is cut.
    const onComment = (): void => {
      this.#failuresInARow = 0;
    };
    const isDone = (): boolean => this.#ending !== undefined || refusal !== undefined;
    try {
      const { signal } = this.#scope;
      await readSse(body, { onMessage, onRetry, onComment, signal }, isDone);
    } catch (error) {
      if (this.#scope.isCancelled || error instanceof EventsConnectionError) throw error;
      this.#failure = error;
    }
    if (refusal !== undefined) throw refusal.error;
  }

  async #pause(): Promise<void> {
    const { maxRetries = 10, maxRetryDelayMs = 30_000 } = this.#options;
    if (this.#failuresInARow >= maxRetries) throw this.#toUnreachable(maxRetries);
    const { retryAfterMs = 0 } = this.#failure instanceof TemporaryFailure ? this.#failure : {};
    // Not all clients of a server that comes back should come at once.
    const spread = this.#retryMs * 2 ** this.#failuresInARow * (0.5 + Math.random() / 2);
    this.#failuresInARow += 1;
    this.#failure = undefined;
    await sleep(Math.min(maxRetryDelayMs, Math.max(retryAfterMs, spread)), this.#scope.signal);
  }

  #toUnreachable(maxRetries: number): EventsConnectionError {
    const said = this.#failure instanceof TemporaryFailure ? ` ${this.#failure.message}` : "";
    return new EventsConnectionError(
      `No events came from the server in ${String(maxRetries + 1)} tries; see whether it runs.${said}`,
      { cause: this.#failure },
    );
  }

  #take(message: Message): Promise<void> | undefined {
    const { event, data } = message;
    if (event === "error") throw toRemoteError(data);
    if (event === "end") {
      this.#end(data);
      return undefined;
    }
    if (event === "run") {
      this.#request.joined(readNotice(data)["runId"]);
      this.#tellRunId();
    } else if (event === "reset") this.#reset(data);
    else this.#tell(parseEvent(data));
    if (message.id !== undefined) {
      this.#lastEventId = message.id;
      this.#options.onEventId?.(message.id);
    }
    return this.#room();
  }

  #tellRunId(): void {
    const { runId } = this.#request;
    if (runId === undefined || this.#isRunIdTold) return;
    this.#isRunIdTold = true;
    this.#options.onRunId?.(runId);
  }

  // A greeting alone is no sign that it goes on, nor is that events are missing.
  #tell(event: StreamEvent): void {
    this.#failuresInARow = 0;
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
  #end(data: string): void {
    const { seq } = readNotice(data);
    const last = this.#lastEvent;
    const isRootEnd = last?.seq === seq && last !== undefined && last.event.endsWith("_end");
    const { output } = (isRootEnd ? last.data : {}) as { readonly output?: unknown };
    this.#ending = { output };
  }

  #reset(data: string): void {
    const reason: ResetReason = readNotice(data)["reason"] === "overrun" ? "overrun" : "restart";
    if (reason === "restart") this.#chunkSeqs.clear();
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
  const { title, code } = readNotice(data);
  const message = typeof title === "string" ? title.slice(0, 1000) : "The run failed";
  if (code === "RUN_CANCELLED") return new RunCancelledError(`${message} on the server.`);
  return new RemoteRunError(
    `${message} on the server; its error events, if they are let out, say why.`,
    typeof code === "string" ? code : "RUN_FAILED",
  );
}

// What is no event is read as far as it is what it should be.
function readNotice(data: string): Readonly<Record<string, unknown>> {
  try {
    const notice: unknown = JSON.parse(data);
    return isPlainObject(notice) ? notice : {};
  } catch {
    return {};
  }
}
