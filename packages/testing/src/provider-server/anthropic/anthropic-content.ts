import { type ProviderToolCall, toArgumentChunks } from "../provider-tool-call.ts";

/** A content block of a message, as the pieces that it comes in. */
export type AnthropicContent =
  | { readonly type: "text"; readonly chunks: readonly string[] }
  | { readonly type: "thinking"; readonly chunks: readonly string[]; readonly signature?: string }
  | { readonly type: "redacted_thinking"; readonly data: string }
  | ({ readonly type: "tool_use" } & ProviderToolCall);

type Json = Readonly<Record<string, unknown>>;

/** What a block is at its start, the deltas that follow, and what it is as a whole. */
export interface ContentStream {
  readonly start: Json;
  readonly deltas: readonly Json[];
  readonly whole: Json;
}

const signatureOfThinking =
  "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds1kMkXGqHjCm2tZmYhbmS6VRkKr5eR0zfLxGvPaA";

/** Takes a content block apart; `index` is its place in the message. */
export function toContentStream(content: AnthropicContent, index: number): ContentStream {
  switch (content.type) {
    case "text":
      return {
        start: { type: "text", text: "" },
        deltas: content.chunks.map((text) => ({ type: "text_delta", text })),
        whole: { type: "text", text: content.chunks.join("") },
      };
    case "thinking":
      return toThinkingStream(content.chunks, content.signature ?? signatureOfThinking);
    case "redacted_thinking": {
      const block = { type: "redacted_thinking", data: content.data };
      return { start: block, deltas: [], whole: block };
    }
    case "tool_use":
      return toToolUseStream(content, index);
  }
}

function toThinkingStream(chunks: readonly string[], signature: string): ContentStream {
  return {
    start: { type: "thinking", thinking: "", signature: "" },
    deltas: [
      ...chunks.map((thinking) => ({ type: "thinking_delta", thinking })),
      { type: "signature_delta", signature },
    ],
    whole: { type: "thinking", thinking: chunks.join(""), signature },
  };
}

function toToolUseStream(call: ProviderToolCall, index: number): ContentStream {
  const { id = `toolu_01T1x1fJ34qAmk2tNTrN7Up${String(index)}`, name } = call;
  const pieces = toArgumentChunks(call.args);
  const block = { type: "tool_use", id, name, caller: { type: "direct" } };
  return {
    start: { ...block, input: {} },
    deltas: ["", ...pieces].map((piece) => ({ type: "input_json_delta", partial_json: piece })),
    whole: { ...block, input: parseInput(pieces) },
  };
}

// A whole body has an input where a stream has text; text that is no object has no place in it.
function parseInput(pieces: readonly string[]): unknown {
  try {
    return JSON.parse(pieces.join(""));
  } catch {
    return {};
  }
}
