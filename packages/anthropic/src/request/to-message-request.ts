import type { Anthropic } from "@anthropic-ai/sdk";
import type { BaseMessage } from "@rivulet/runnables";
import type { ChatAnthropicFields, ChatAnthropicOptions } from "../chat-anthropic-fields.ts";
import { keepsBlocks } from "./keeps-blocks.ts";
import { toAnthropicToolChoice } from "./to-anthropic-tool-choice.ts";
import { toAnthropicTool } from "./to-anthropic-tool.ts";
import { toMessageParams } from "./to-message-params.ts";
import { toRequestParameters } from "./to-request-parameters.ts";

/** A request, and how its answer is to be read. */
export interface MessageRequest {
  readonly body: Omit<Anthropic.MessageCreateParamsNonStreaming, "stream">;
  /** Asked for by the client's `beta.messages`, where there are any. */
  readonly betas: readonly string[];
  /** Whether texts are told as content blocks: another block may come, or a text may cite. */
  readonly keepsBlocks: boolean;
  /** Whether the answer tells what it used. */
  readonly countsUsage: boolean;
}

/**
 * The request for an answer to messages.
 *
 * @throws {@link InvalidArgumentError} when a tool has no form, or a system message is not at the beginning.
 */
export function toMessageRequest(
  fields: ChatAnthropicFields,
  options: ChatAnthropicOptions,
  messages: readonly BaseMessage[],
): MessageRequest {
  const { tools = [], tool_choice: choice } = options;
  const conversation = toMessageParams(messages);
  const body = {
    ...conversation,
    ...(tools.length > 0 && { tools: tools.map(toAnthropicTool) }),
    ...(choice !== undefined && { tool_choice: toAnthropicToolChoice(choice) }),
    ...toRequestParameters(fields, options),
  };
  // Blocks are the user's own, of any kind that the API takes: it checks them, and no type here could.
  return {
    body: body as unknown as MessageRequest["body"],
    betas: options.betas ?? fields.betas ?? [],
    keepsBlocks: keepsBlocks(body),
    countsUsage: options.streamUsage ?? fields.streamUsage ?? true,
  };
}
