import { RunCancelledError, type RunManager } from "@rivulet/core";
import { CancelScope, startRun, type Cancellable, type RunContext } from "@rivulet/core/runtime";
import { toModelMetadata } from "@rivulet/runnables";
import { isAbortError } from "../errors/is-abort-error.ts";
import { readAnswer } from "../errors/read-answer.ts";
import { secretsOf } from "../errors/secrets-of.ts";
import { toProviderError, type ToProviderErrorOptions } from "../errors/to-provider-error.ts";
import { toUnreadableAnswerError } from "../errors/to-unreadable-answer-error.ts";
import { AnswerRecord } from "./answer-record.ts";
import type { ApiClient, ApiRequest } from "./client-shapes.ts";
import type { CallSource } from "./call-source.ts";
import { toServerFacts } from "./server-facts.ts";
import type {
  AnsweredRequest,
  AnswerReader,
  TraceClientOptions,
  TracedEndpoint,
} from "./traced-endpoint.ts";
import { unwatchDropped, watchDropped, type Droppable } from "./watch-dropped.ts";

/** One call of a traced client, before it is made. */
export interface CallDescription {
  readonly client: ApiClient;
  readonly endpoint: TracedEndpoint;
  readonly request: ApiRequest;
  readonly options: TraceClientOptions;
}

/**
 * The run of one call of a client. It is told what happens to the call, and never changes what the caller gets: an error that it
 * tells is a {@link ProviderError}, while the caller catches the client's own.
 */
export class TracedCall implements Cancellable, CallSource, Droppable {
  readonly run: RunManager;
  readonly #call: CallDescription;
  readonly #startedAt = performance.now();
  #record: AnswerRecord | undefined;
  #isParsed = false;
  #isTaken = false;
  #requestId: string | undefined;

  constructor(context: RunContext, call: CallDescription) {
    const { endpoint, request, options } = call;
    this.#call = call;
    this.run = startRun(
      context,
      {
        type: endpoint.type,
        name: options.runName ?? endpoint.name,
        tags: options.tags,
        metadata: { ...describeRequest(call), ...options.metadata },
        scope: new CancelScope(context.scope),
      },
      { value: attempt(() => endpoint.toInput(request.body)) ?? request.body },
    );
    this.run.scope.add(this);
  }

  get call(): this {
    return this;
  }

  /** Watches what the caller reads the answer by. */
  watch(reachable: object): void {
    if (this.run.isOpen) watchDropped(this, reachable);
  }

  /** The caller has asked for the answer itself, and not only for its response. */
  beginParsing(requestId: string | undefined): void {
    this.#isParsed = true;
    this.#requestId = requestId;
    unwatchDropped(this);
  }

  /** The caller was given the raw response. Unless the answer is read as well, this is all that is known of it. */
  handOver(response: { readonly status: number }): void {
    if (this.#isParsed) return;
    this.#close(() => {
      this.run.end({ status: response.status });
    });
  }

  /** Whether the answer is to be told; that it is told by now. */
  takeAnswer(): boolean {
    if (this.#isTaken) return false;
    this.#isTaken = true;
    return true;
  }

  /** Whether the answer is a stream that nobody reads yet. */
  takesStream(): boolean {
    return this.#call.request.stream === true && !this.#isParsed;
  }

  /** The answer came in one piece. */
  answer(data: unknown): void {
    const { endpoint } = this.#call;
    this.#guard(() => {
      const isWanted = this.run.hears("end");
      const output =
        isWanted && endpoint.toOutput !== undefined
          ? readAnswer(data, this.#source, () => endpoint.toOutput?.(data, this.#answered))
          : data;
      this.#close(() => {
        this.run.end(output);
      });
    });
  }

  /** An event of a streamed answer came. */
  read(event: unknown): void {
    if (!this.run.isOpen) return;
    this.#guard(() => {
      this.#record ??= this.#createRecord();
      this.#record.read(event);
    });
  }

  /** The stream ended by itself, or because its request was aborted: the clients end it alike. */
  endStream({ signal }: AbortController): void {
    if (!this.run.isOpen) return;
    if (signal.aborted) {
      this.#cancel(signal.reason);
      return;
    }
    this.#guard(() => {
      const output = (this.#record ?? this.#createRecord()).end();
      this.#close(() => {
        this.run.end(output);
      });
    });
  }

  /** The call, or the reading of its answer, threw. */
  fail(error: unknown): void {
    if (isAbortError(error)) {
      this.#cancel(error);
      return;
    }
    this.#close(() => {
      this.run.error(toProviderError(error, this.#source));
    });
  }

  /** The reader left before the end. */
  leave(): void {
    this.#cancelBecause("its reader left before the end");
  }

  drop(): void {
    this.#cancelBecause("its answer was dropped unread");
  }

  onCancel(reason: unknown): void {
    this.#close(() => {
      this.run.cancel(reason);
    });
  }

  get #source(): ToProviderErrorOptions {
    const { client, options, request } = this.#call;
    return {
      provider: options.provider,
      secrets: secretsOf(client, request.headers),
      requestId: this.#requestId,
    };
  }

  get #answered(): AnsweredRequest {
    return { body: this.#call.request.body, requestId: this.#requestId };
  }

  #createRecord(): AnswerRecord {
    const reader = this.#call.endpoint.createReader?.(this.#answered) ?? untouched;
    return new AnswerRecord(this.run, reader, this.#startedAt);
  }

  /** What an answer is told as is no business of the caller's: what fails in that ends the run, and not the call. */
  #guard(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.fail(toUnreadableAnswerError(error, this.#source));
    }
  }

  #cancelBecause(why: string): void {
    this.onCancel(new RunCancelledError(`${this.run.name} was cancelled because ${why}.`));
  }

  /** The caller's own reason says more than the error that the client makes of it. */
  #cancel(reason: unknown): void {
    const { signal } = this.#call.request;
    this.onCancel(signal?.aborted === true ? signal.reason : reason);
  }

  #close(tell: () => void): void {
    if (!this.run.isOpen) return;
    unwatchDropped(this);
    tell();
    const { scope } = this.run;
    scope.remove(this);
    scope.close();
  }
}

const untouched: AnswerReader = { read: (event) => event };

function describeRequest({ client, endpoint, request, options }: CallDescription): object {
  const stream = typeof request.stream === "boolean" ? request.stream : undefined;
  return toModelMetadata({
    provider: options.provider,
    ...attempt(() => endpoint.toFacts?.(request.body)),
    stream,
    ...toServerFacts(client.baseURL),
  });
}

/** A body that is wrong is the provider's to refuse: what it can't be told as is told as little. */
function attempt<Value>(tell: () => Value): Value | undefined {
  try {
    return tell();
  } catch {
    return undefined;
  }
}
