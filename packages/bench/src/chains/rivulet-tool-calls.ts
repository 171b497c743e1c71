import { AIMessageChunk, BaseChatModel, type ToolCall } from "@rivulet/runnables";
import { toolCallDeltas, type ToolCallDelta } from "./tool-call-deltas.ts";

function toChunk(delta: ToolCallDelta): AIMessageChunk {
  return new AIMessageChunk({ content: "", tool_call_chunks: [delta] });
}

/** The chunks of a message that is one tool call. */
export function rivuletToolCallChunks(count: number): readonly AIMessageChunk[] {
  return toolCallDeltas(count).map(toChunk);
}

/** Streams one tool call in so many chunks, each made when it is due. */
class ToolCallModel extends BaseChatModel {
  readonly #deltas: readonly ToolCallDelta[];

  constructor(count: number) {
    super();
    this.#deltas = toolCallDeltas(count);
  }

  protected override async *_streamResponseChunks(): AsyncGenerator<AIMessageChunk> {
    for (const delta of this.#deltas) yield toChunk(delta);
  }
}

/** The tool calls of a model's answer, as its end event has them. */
export async function rivuletStreamedToolCalls(count: number): Promise<readonly ToolCall[]> {
  const events = new ToolCallModel(count).streamEvents(
    "Hello",
    {},
    { includeEvents: ["on_chat_model_end"] },
  );
  for await (const event of events)
    if (event.event === "on_chat_model_end") return event.data.output.tool_calls;
  return [];
}
