import { createIncompleteStreamError } from "@rivulet/provider";
import { AIMessageChunk } from "@rivulet/runnables";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { fromResponseEvent } from "./from-response-event.ts";
import { fromResponseItem } from "./from-response-item.ts";
import { toResponseError, toResponseFacts } from "./response-facts.ts";

/**
 * Makes an answer's message chunks of the events that the Responses API streams: one for each that says something, then one with
 * the facts of the answer.
 */
export class ResponseEventReader {
  readonly #requestId: string | undefined;
  // The items of which a piece came in by itself: what they hold is not told again when they are whole.
  readonly #streamedItems = new Set<number>();
  #last: AIMessageChunk | undefined;

  constructor(requestId?: string) {
    this.#requestId = requestId;
  }

  /**
   * What the event says, or nothing.
   *
   * @throws {@link ProviderError} when it says that the answer failed.
   */
  read(event: ResponseStreamEvent): AIMessageChunk | undefined {
    switch (event.type) {
      case "error":
        throw toResponseError(event, this.#requestId);
      case "response.failed":
        throw toResponseError(event.response.error ?? {}, this.#requestId);
      case "response.completed":
      case "response.incomplete":
        this.#last = new AIMessageChunk(toResponseFacts(event.response, this.#requestId));
        return undefined;
      case "response.output_item.done": {
        const isStreamed = this.#streamedItems.has(event.output_index);
        return fromResponseItem(event.item, { index: event.output_index, isStreamed });
      }
      default:
        return this.#readPiece(event);
    }
  }

  /**
   * The last chunk, with the facts of the answer.
   *
   * @throws {@link ProviderError} when the stream has ended before the answer had.
   */
  end(): AIMessageChunk {
    if (this.#last !== undefined) return this.#last;
    throw createIncompleteStreamError({
      provider: "openai",
      missing: "response.completed",
      requestId: this.#requestId,
    });
  }

  #readPiece(event: ResponseStreamEvent): AIMessageChunk | undefined {
    const said = fromResponseEvent(event);
    const isPiece = said !== undefined && event.type !== "response.output_item.added";
    if (isPiece && "output_index" in event) this.#streamedItems.add(event.output_index);
    return said;
  }
}
