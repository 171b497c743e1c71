import type { RunType } from "@rivulet/core";
import type { ModelFacts } from "@rivulet/runnables";

/** Reads the events of one streamed answer, in their order. */
export interface AnswerReader<Event = unknown, Chunk = unknown> {
  /** The chunk that an event of the provider tells, where it tells one. */
  read(event: Event): Chunk | undefined;
  /**
   * Called after the last event; a last chunk, where there is one.
   *
   * @throws {@link ProviderError} when the stream ended before its answer did.
   */
  end?(): Chunk | undefined;
}

/** The request that an answer came to. */
export interface AnsweredRequest<Body extends object = object> {
  readonly body: Body;
  /** By what id the provider knows it. */
  readonly requestId: string | undefined;
}

/**
 * One kind of call of a provider, and how its request and answer are told. The methods are given what the client sends and gets;
 * they must not change it, and are not called where nobody listens.
 */
export interface TracedEndpoint<
  Body extends object = object,
  Answer = unknown,
  Event = unknown,
  Chunk = unknown,
> {
  readonly type: RunType;
  /** The runs' name: the method as users write it, such as `chat.completions.create`. */
  readonly name: string;
  /** What the start event tells of a request's body. */
  toInput(body: Body): unknown;
  /** What the run's metadata tells of a request; the provider, its address and `stream` are added. */
  toFacts?(body: Body): ModelFacts;
  /** What the end event tells of an answer that came in one piece; without it, the answer itself. */
  toOutput?(answer: Answer, request: AnsweredRequest<Body>): unknown;
  /** Makes a reader for one streamed answer; without it the provider's events are told as chunks. */
  createReader?(request: AnsweredRequest<Body>): AnswerReader<Event, Chunk>;
}

/** How the runs of a traced client look. */
export interface TracedClientOptions {
  /** The name of every run; by default that of its method. */
  readonly runName?: string;
  /** Tags of every run. */
  readonly tags?: readonly string[];
  /** Metadata of every run, over what the call tells of itself. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What is known of a provider's client. */
export interface TraceClientOptions extends TracedClientOptions {
  /** The provider's name as the GenAI conventions have it. */
  readonly provider: string;
  /** What is traced, by the path that the client posts to (`/chat/completions`), without a query. */
  readonly endpoints: Readonly<Record<string, TracedEndpoint>>;
}
