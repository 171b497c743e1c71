import "./langchain-setup.ts";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import { toolCallDeltas, type ToolCallDelta } from "./tool-call-deltas.ts";

function toChunk(delta: ToolCallDelta): AIMessageChunk {
  return new AIMessageChunk({
    content: "",
    tool_call_chunks: [{ type: "tool_call_chunk", ...delta }],
  });
}

/** The chunks of a message that is one tool call. */
export function langchainToolCallChunks(count: number): readonly AIMessageChunk[] {
  return toolCallDeltas(count).map(toChunk);
}

class ToolCallModel extends BaseChatModel {
  readonly #deltas: readonly ToolCallDelta[];

  constructor(count: number) {
    super({});
    this.#deltas = toolCallDeltas(count);
  }

  override _llmType(): string {
    return "tool calls";
  }

  override _generate(): Promise<ChatResult> {
    return Promise.reject(new Error("This model is only streamed."));
  }

  override async *_streamResponseChunks(
    _messages: BaseMessage[],
    _options: this["ParsedCallOptions"],
    run?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for (const delta of this.#deltas) {
      const chunk = new ChatGenerationChunk({ text: "", message: toChunk(delta) });
      yield chunk;
      await run?.handleLLMNewToken("", undefined, undefined, undefined, undefined, { chunk });
    }
  }
}

/** The tool calls of a model's answer, as its end event has them. */
export async function langchainStreamedToolCalls(count: number): Promise<readonly ToolCall[]> {
  const events = new ToolCallModel(count).streamEvents("Hello", { version: "v2" });
  let calls: readonly ToolCall[] = [];
  for await (const { event, data } of events) {
    if (event === "on_chat_model_end") calls = (data.output as AIMessageChunk).tool_calls ?? [];
  }
  return calls;
}
