import type { ToolCallChunk } from "./tool-call.ts";
import { mergeRecords } from "./merge-records.ts";

/**
 * Puts the pieces of tool calls together, in linear time: one piece a call, in the order in which the calls began.
 *
 * A piece without an id belongs to the latest call with its `index`; a piece with an id does so if the ids are the same,
 * and begins a call otherwise (some providers give every parallel call the index 0). Without an index, pieces with the
 * same id belong together, and one without an id stands alone. An empty id is none. Arguments are joined, the name is
 * the last that is not empty.
 *
 * LangChain.js lets a piece with an id also join a call that has none yet; that rule is not associative.
 */
export function mergeToolCallChunks(pieces: readonly ToolCallChunk[]): readonly ToolCallChunk[] {
  if (pieces.length < 2) return pieces;
  const calls: OpenCall[] = [];
  const latestByIndex = new Map<number | string, OpenCall>();
  const latestById = new Map<number | string, OpenCall>();
  for (const piece of pieces) {
    const id = piece.id || undefined;
    const key = piece.index ?? id;
    const latest = piece.index == null ? latestById : latestByIndex;
    const open = key === undefined ? undefined : latest.get(key);
    if (open !== undefined && isOf(open, id)) {
      open.pieces.push(piece);
      continue;
    }
    const call: OpenCall = { id, pieces: [piece] };
    calls.push(call);
    if (key !== undefined) latest.set(key, call);
  }
  return calls.map(joinPieces);
}

interface OpenCall {
  readonly id: string | undefined;
  readonly pieces: [ToolCallChunk, ...ToolCallChunk[]];
}

function isOf(call: OpenCall, id: string | undefined): boolean {
  return id === undefined || id === call.id;
}

function joinPieces({ pieces }: OpenCall): ToolCallChunk {
  return pieces.length === 1 ? pieces[0] : mergeRecords(pieces, "join");
}
