import { AIMessageChunk, type AIMessageChunkFields, type ContentBlock } from "@rivulet/runnables";

/** What a block or a delta of a stream is, as far as it is known before it is looked at. */
export interface BlockFields {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * Reads the events of one content block. Each gives the fields of a chunk, or nothing.
 *
 * The input of a tool use goes into `tool_call_chunks` piece by piece; that of a server tool is told whole at the block's end, since
 * nobody here calls it.
 */
export class BlockReader {
  readonly #type: string;
  readonly #index: number;
  readonly #keepsBlocks: boolean;
  #input: unknown;
  #pieces: string[] = [];
  #hasPieces = false;

  constructor(block: BlockFields, index: number, keepsBlocks: boolean) {
    this.#type = block.type;
    this.#index = index;
    this.#keepsBlocks = keepsBlocks;
    this.#input = block["input"];
  }

  /** What the start of the block tells. */
  start(block: BlockFields): AIMessageChunkFields | string | undefined {
    if (block.type === "text" || block.type === "thinking") return this.#startText(block);
    if (!this.#isInput) return this.#content(block);
    const { input: _input, ...rest } = block;
    const { id, name } = block;
    if (this.#type !== "tool_use") return this.#content(rest);
    const index = this.#index;
    const call = { index, id: String(id), name: String(name), args: "" };
    return { ...this.#content(rest), tool_call_chunks: [call] };
  }

  /** What a delta tells. */
  delta(delta: BlockFields): AIMessageChunkFields | string | undefined {
    switch (delta.type) {
      case "text_delta":
        return this.#text(textOf(delta["text"]));
      case "input_json_delta":
        return this.#takeInput(textOf(delta["partial_json"]));
      case "citations_delta":
        return this.#content({ citations: [delta["citation"]] });
      case "signature_delta":
        // Where the thinking itself is withheld, a block still has to have it to be sent back.
        return this.#content({ thinking: "", signature: delta["signature"] });
      default: {
        const { type: _type, ...rest } = delta;
        return this.#content(rest);
      }
    }
  }

  /** What the end of the block tells. */
  stop(): AIMessageChunkFields | undefined {
    if (!this.#isInput) return undefined;
    if (this.#type === "tool_use") {
      if (this.#hasPieces || isEmptyInput(this.#input)) return undefined;
      const args = JSON.stringify(this.#input);
      return { content: this.#empty, tool_call_chunks: [{ index: this.#index, args }] };
    }
    return this.#content({ input: this.#hasPieces ? parseInput(this.#pieces) : this.#input });
  }

  get #isInput(): boolean {
    return this.#type === "tool_use" || this.#input !== undefined;
  }

  get #empty(): "" | readonly ContentBlock[] {
    return this.#keepsBlocks ? [] : "";
  }

  // Most blocks begin with nothing, and their deltas tell the type again.
  #startText(block: BlockFields): AIMessageChunkFields | string | undefined {
    const { text, thinking, signature, citations } = block;
    if (Array.isArray(citations) && citations.length > 0) return this.#content({ text, citations });
    if (typeof text === "string" && text !== "") return this.#text(text);
    if (thinking || signature)
      return this.#content({ thinking, ...(signature ? { signature } : {}) });
    return undefined;
  }

  #text(text: string): AIMessageChunkFields | string {
    return this.#keepsBlocks ? this.#content({ text }) : text;
  }

  #takeInput(piece: string): AIMessageChunkFields | undefined {
    this.#hasPieces ||= piece !== "";
    if (piece === "") return undefined;
    if (this.#type !== "tool_use") {
      this.#pieces.push(piece);
      return undefined;
    }
    const call = { index: this.#index, args: piece };
    return { content: this.#empty, tool_call_chunks: [call] };
  }

  #content(
    fields: Readonly<Record<string, unknown>>,
  ): AIMessageChunkFields & { content: ContentBlock[] } {
    return { content: [{ ...fields, index: this.#index, type: this.#type }] };
  }
}

/** A block that is there as a whole: what its events add up to. */
export function readWholeBlock(
  block: BlockFields,
  index: number,
  keepsBlocks: boolean,
): readonly AIMessageChunk[] {
  const reader = new BlockReader(block, index, keepsBlocks);
  return [reader.start(block), reader.stop()].flatMap((fields) =>
    fields === undefined ? [] : [new AIMessageChunk(fields)],
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isEmptyInput(input: unknown): boolean {
  return input == null || (typeof input === "object" && Object.keys(input).length === 0);
}

function parseInput(pieces: readonly string[]): unknown {
  const text = pieces.join("");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
