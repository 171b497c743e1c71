import { CallbackManager } from "@rivulet/core";
import { ChunkAccumulator } from "@rivulet/core/runtime";
import {
  Runnable,
  RunnableGenerator,
  RunnableLambda,
  type RunnableConfig,
  type RunnableLike,
  type StreamEvent,
} from "@rivulet/runnables";
import { EventsConnectionError } from "../errors/events-connection-error.ts";
import { parseEventCursor } from "../events/event-cursor.ts";
import { connectEvents } from "./connect-events.ts";
import { checkHeaders, toAbsoluteUrl } from "./check-request.ts";
import type { ConnectEventsOptions } from "./connect-events-options.ts";
import { RunMirror } from "./run-mirror.ts";

/** How a runnable on a server is reached. */
export interface RemoteRunnableOptions extends Pick<
  ConnectEventsOptions,
  "fetch" | "headers" | "maxRetries" | "maxRetryDelayMs"
> {
  /** The name of its runs here. Default `RemoteRunnable`. */
  readonly name?: string;
}

/**
 * A runnable on a server that `eventsHandler` serves, as a step of a chain here. Everything that happens inside it there is told
 * here, below its own run; a cancellation here closes the request and cancels the run there.
 *
 * A connection that is lost is made anew; where the server has not kept what comes next the run fails. The server must let
 * out the events of its root run, which have the output.
 *
 * @example
 * const joke = new RemoteRunnable<{ topic: string }, string>("https://example.com/joke");
 * for await (const chunk of joke.stream({ topic: "parrot" })) console.log(chunk);
 */
export class RemoteRunnable<Input = unknown, Output = unknown> extends Runnable<Input, Output> {
  /** @throws {@link InvalidArgumentError} when the address is none, or a header can't be sent. */
  constructor(url: string | URL, options: RemoteRunnableOptions = {}) {
    checkHeaders(options.headers ?? {});
    super(createCore<Input, Output>(toAbsoluteUrl(url), options));
  }
}

function createCore<Input, Output>(
  url: URL,
  { name = "RemoteRunnable", ...options }: RemoteRunnableOptions,
): RunnableLike<Input, Output> {
  const whole = new RunnableLambda<Input, Output>({
    func: async (input: Input, config: RunnableConfig): Promise<Output> => {
      const call = new RemoteCall<Output>(url, { ...options, input }, config);
      for await (const _chunk of call.chunks());
      return call.output;
    },
    name,
  });
  const streamed = new RunnableGenerator<Input, Output>(
    async function* remote(inputs, config) {
      const input = new ChunkAccumulator<Input>();
      for await (const chunk of inputs) input.add(chunk);
      const call = new RemoteCall<Output>(url, { ...options, input: input.value }, config);
      let hasChunks = false;
      for await (const chunk of call.chunks()) {
        hasChunks = true;
        yield chunk;
      }
      if (!hasChunks) yield call.output;
    },
    { name },
  );
  return {
    getName: () => name,
    invokeIn: (input, call) => whole.invokeIn(input, call),
    connect: (down, call) => streamed.connect(down, call),
    createAccumulator: () => streamed.createAccumulator(),
  };
}

/** One run on the server. */
class RemoteCall<Output> {
  readonly #url: URL;
  readonly #options: ConnectEventsOptions;
  readonly #config: RunnableConfig;
  #rootId: string | undefined;
  #output: { readonly value: Output } | undefined;

  constructor(url: URL, options: ConnectEventsOptions, config: RunnableConfig) {
    this.#url = url;
    this.#options = options;
    this.#config = config;
  }

  /** What the root run there has put out; known at the end. */
  get output(): Output {
    if (this.#output !== undefined) return this.#output.value;
    throw new EventsConnectionError(
      "The server has not told the output of the run; let it send the events of its root run.",
    );
  }

  /** The chunks of the root run there; everything else is told here on the way. */
  async *chunks(): AsyncGenerator<Output, void> {
    const { callbacks, signal } = this.#config;
    const mirror = new RunMirror(
      callbacks instanceof CallbackManager ? callbacks : new CallbackManager(),
    );
    try {
      for await (const event of this.#connect(signal)) {
        mirror.tell(event);
        await mirror.whenReleased();
        if (event.run_id !== this.#rootId) continue;
        if (event.event.endsWith("_stream")) yield (event.data as { chunk: Output }).chunk;
        else this.#noteEnd(event);
      }
    } catch (error) {
      mirror.close(error, signal?.aborted === true);
      throw error;
    } finally {
      mirror.close(signal?.reason, true);
    }
  }

  #connect(signal: AbortSignal | undefined): AsyncIterable<StreamEvent> {
    const options: ConnectEventsOptions = {
      ...this.#options,
      cancelOnLeave: true,
      // An id names the run that is served: there it may itself be inside another one.
      onEventId: (id) => {
        this.#rootId ??= parseEventCursor(id)?.runId;
      },
    };
    return connectEvents(this.#url, signal === undefined ? options : { ...options, signal });
  }

  #noteEnd({ event, data }: StreamEvent): void {
    if (event.endsWith("_end")) this.#output = { value: (data as { output: Output }).output };
  }
}
