import type { ContentBlock, TextContentBlock } from "./content-block.ts";

/** What a model thought, as far as its provider tells. */
export interface ReasoningContentBlock extends ContentBlock {
  readonly type: "reasoning";
  readonly reasoning: string;
}

/** An image, a sound, a film or a file: at a `url`, as `data` (base64, or text), or by the provider's `fileId`. */
export interface MediaContentBlock extends ContentBlock {
  readonly type: "image" | "audio" | "video" | "file" | "text-plain";
  readonly url?: string | undefined;
  readonly data?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly fileId?: string | undefined;
}

/** A tool that the model wants to be called: one of the message's `tool_calls`, in its place. */
export interface ToolCallContentBlock extends ContentBlock {
  readonly type: "tool_call";
  readonly id?: string | undefined;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A part of a message in the form that is the same for all providers, as LangChain.js has it. */
export type StandardContentBlock =
  | TextContentBlock
  | ReasoningContentBlock
  | MediaContentBlock
  | ToolCallContentBlock;
