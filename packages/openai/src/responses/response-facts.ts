import { toProviderError } from "@rivulet/provider";
import type { AIMessageChunkFields } from "@rivulet/runnables";
import type { Response } from "openai/resources/responses/responses";
import { fromResponseUsage } from "../messages/usage.ts";
import { compact } from "../util/compact.ts";

/** Where the ids of an answer's items are, in their order, if there is more than one. */
export const itemIdsKey = "item_ids";

/**
 * The facts of an answer of the Responses API: why it ended, what it used.
 *
 * @throws {@link ProviderError} when the answer failed.
 */
export function toResponseFacts(response: Response, requestId?: string): AIMessageChunkFields {
  if (response.status === "failed" || response.error != null) {
    throw toResponseError(response.error ?? {}, requestId);
  }
  const { id, model, status, incomplete_details: incomplete, service_tier: tier } = response;
  return {
    ...(response.usage != null && { usage_metadata: fromResponseUsage(response.usage) }),
    response_metadata: compact({
      model_provider: "openai",
      model_name: model,
      id,
      created_at: response.created_at,
      status,
      incomplete_details: incomplete ?? undefined,
      finish_reason: toFinishReason(response),
      [itemIdsKey]: toItemIds(response),
      service_tier: tier ?? undefined,
      request_id: requestId,
    }),
  };
}

/** The typed error of what the provider says in the middle of an answer. */
export function toResponseError(
  error: { readonly message?: string | undefined; readonly code?: string | null | undefined },
  requestId?: string,
): unknown {
  const { message = "The answer failed.", code } = error;
  return toProviderError({ message, code, request_id: requestId }, { provider: "openai" });
}

// By the names of Chat Completions, so that nobody has to know which API answered.
function toFinishReason({ status, output, incomplete_details: incomplete }: Response): unknown {
  if (status === "completed") {
    // It has been streamed by then, and some servers do not say it again.
    const items: Response["output"] | null | undefined = output;
    const hasCalls = (items ?? []).some(({ type }) => isOwnTool(type));
    return hasCalls ? "tool_calls" : "stop";
  }
  if (incomplete?.reason === "max_output_tokens") return "length";
  return incomplete?.reason;
}

function toItemIds({ output }: Response): readonly unknown[] | undefined {
  const items: Response["output"] | null | undefined = output;
  return items != null && items.length > 1 ? items.map(({ id }) => id) : undefined;
}

function isOwnTool(type: string): boolean {
  return type === "function_call" || type === "custom_tool_call";
}
