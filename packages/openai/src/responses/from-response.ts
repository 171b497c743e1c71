import { AIMessageChunk, concatChunks } from "@rivulet/runnables";
import type { Response } from "openai/resources/responses/responses";
import { fromResponseItem } from "./from-response-item.ts";
import { toResponseFacts } from "./response-facts.ts";

/**
 * The message of an answer of the Responses API that came in one piece.
 *
 * @throws {@link ProviderError} when the answer failed.
 */
export function fromResponse(response: Response, requestId?: string): AIMessageChunk {
  const facts = new AIMessageChunk(toResponseFacts(response, requestId));
  const parts = response.output.map((item, index) =>
    fromResponseItem(item, { index, isStreamed: false }),
  );
  return concatChunks([...parts.filter((part) => part !== undefined), facts]);
}
