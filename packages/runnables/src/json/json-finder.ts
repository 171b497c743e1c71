import { canBeginJsonScalar, isJsonBlank, jsonCharacter } from "./json-character.ts";

/**
 * How a place was found where JSON may begin: after the opening of a fence marked as JSON; at a bracket anywhere else; or at
 * a string, number or literal which is all that the text, or a fence without a language, has so far.
 */
export type JsonStart = "fenced" | "bracket" | "scalar" | "fencedScalar";

type FinderState = "start" | "search" | "fenceInfo" | "jsonFence" | "plainFence";

const MAX_INFO_LENGTH = 16;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Searches text for places where JSON may begin, in pieces and each code unit once.
 *
 * **Shape**: fences matter only by their opening; what closes them is text after the JSON, and that is not looked at.
 */
export class JsonFinder {
  #state: FinderState = "start";
  #start: JsonStart = "bracket";
  #backticks = 0;
  #info = "";

  /** How the last place was found. */
  get start(): JsonStart {
    return this.#start;
  }

  /** Looks from `from` on; returns the index where JSON may begin, or the piece's length when it does not begin in it. */
  find(piece: string, from: number): number {
    for (let at = from; at < piece.length; at += 1) {
      const start = this.#look(piece.charCodeAt(at));
      if (start !== undefined) {
        this.#start = start;
        this.#state = "search";
        this.#backticks = 0;
        return at;
      }
    }
    return piece.length;
  }

  #look(code: number): JsonStart | undefined {
    if (this.#state === "search") return this.#search(code);
    if (this.#state === "fenceInfo") return this.#readInfo(code);
    if (this.#state === "jsonFence") return this.#lookPastBlanks(code, "fenced");
    if (this.#state === "plainFence") return this.#lookPastBlanks(code, "fencedScalar");
    return code === BYTE_ORDER_MARK ? undefined : this.#lookPastBlanks(code, "scalar");
  }

  #lookPastBlanks(code: number, start: JsonStart): JsonStart | undefined {
    if (isJsonBlank(code)) return undefined;
    if (canBeginJsonScalar(code) || (start === "fenced" && isOpeningBracket(code))) return start;
    this.#state = "search";
    return this.#search(code);
  }

  #search(code: number): JsonStart | undefined {
    if (code === jsonCharacter.backtick) {
      this.#backticks += 1;
      return undefined;
    }
    if (this.#backticks >= 3) {
      this.#backticks = 0;
      this.#info = "";
      this.#state = "fenceInfo";
      return this.#readInfo(code);
    }
    this.#backticks = 0;
    return isOpeningBracket(code) ? "bracket" : undefined;
  }

  #readInfo(code: number): JsonStart | undefined {
    if (isWordCharacter(code) && this.#info.length < MAX_INFO_LENGTH) {
      this.#info += String.fromCharCode(code);
      return undefined;
    }
    const info = this.#info.toLowerCase();
    if (info === "") this.#state = "plainFence";
    else this.#state = info.startsWith("json") ? "jsonFence" : "search";
    return this.#look(code);
  }
}

function isOpeningBracket(code: number): boolean {
  return code === jsonCharacter.openBrace || code === jsonCharacter.openBracket;
}

function isWordCharacter(code: number): boolean {
  const lower = code | 0x20;
  return (
    (lower >= 0x61 && lower <= 0x7a) || (code >= jsonCharacter.zero && code <= jsonCharacter.nine)
  );
}
