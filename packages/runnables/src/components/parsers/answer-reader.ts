import { isAIMessageChunk } from "../../messages/is-message.ts";
import type { ToolCallChunk } from "../../messages/tool-call.ts";
import type { ParserInput } from "./parser-input.ts";

/** Reads the text of a structured answer out of a message's chunks, as far as they show it. */
export class AnswerReader {
  readonly #toolName: string | undefined;
  #call: ToolCallChunk | undefined;

  /** `toolName`: the tool in whose arguments the answer is; absent when it is in the text. */
  constructor(toolName: string | undefined) {
    this.#toolName = toolName;
  }

  /** What a chunk adds to the answer's text. */
  read(chunk: ParserInput): string {
    if (typeof chunk === "string") return this.#toolName === undefined ? chunk : "";
    if (this.#toolName === undefined) return chunk.text;
    return isAIMessageChunk(chunk) ? this.#readPieces(chunk.tool_call_chunks) : "";
  }

  // Of several calls the first counts, as in the whole message.
  #readPieces(pieces: readonly ToolCallChunk[]): string {
    let text = "";
    for (const piece of pieces) {
      if (this.#call === undefined && piece.name === this.#toolName) this.#call = piece;
      if (this.#call !== undefined && isPartOf(this.#call, piece)) text += piece.args ?? "";
    }
    return text;
  }
}

function isPartOf(call: ToolCallChunk, { index, id }: ToolCallChunk): boolean {
  if (id !== undefined && id !== "" && id !== call.id) return false;
  return index === call.index;
}
