// "Narrowing by type" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { tool, type AIMessageChunk, type Document, type StreamEvent } from "@rivulet/runnables";

function describe(event: StreamEvent): string {
  if (event.event === "on_chat_model_stream") {
    const chunk: AIMessageChunk = event.data.chunk;
    return `token ${chunk.text}`;
  }
  if (event.event === "on_retriever_end") {
    const documents: readonly Document[] = event.data.output;
    return `${documents.length} documents`;
  }
  if (event.event === "on_tool_error") return `failed: ${String(event.data.error)}`;
  return event.event;
}

const shout = tool((text: string) => text.toUpperCase(), { name: "shout" });
for await (const event of shout.streamEvents("hey")) console.log(describe(event));
