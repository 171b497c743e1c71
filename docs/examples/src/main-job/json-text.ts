import type { JsonValue } from "@rivulet/runnables";
import { printable } from "./printable.ts";

// A value that grows is shown by its end. What a person sees stays small however large the value is.
const shownItems = 6;
const shownKeys = 12;
const shownCharacters = 120;
const shownDepth = 6;

type Block = string | { readonly brackets: readonly [string, string]; readonly items: readonly Item[] };

interface Item {
  /** A key with its colon, or nothing. */
  readonly prefix: string;
  readonly block: Block;
}

/** A JSON value in one line. Long lists, texts and deep parts are shortened, their ends stay. */
export function toJsonText(value: JsonValue): string {
  return inOneLine(toBlock(value, 0));
}

/** A JSON value in lines: what has nothing inside it, and fits into `width` columns, keeps to one. */
export function toJsonLines(value: JsonValue, width = 72): readonly string[] {
  return toLines(toBlock(value, 0), "", width);
}

function toBlock(value: JsonValue, depth: number): Block {
  if (typeof value === "string") return JSON.stringify(shorten(value)).replace(/\p{Cc}/gu, printable);
  if (typeof value !== "object" || value === null) return String(value);
  const isList = Array.isArray(value);
  const brackets = isList ? (["[", "]"] as const) : (["{", "}"] as const);
  const items = isList
    ? lastOf(value as readonly JsonValue[], shownItems, (item) => toItem("", item, depth))
    : lastOf(Object.keys(value), shownKeys, (key) =>
        toItem(`${inOneLine(toBlock(key, 0))}: `, Reflect.get(value, key) as JsonValue, depth),
      );
  return depth < shownDepth || items.length === 0
    ? { brackets, items }
    : `${brackets[0]}…${brackets[1]}`;
}

function toItem(prefix: string, value: JsonValue, depth: number): Item {
  return { prefix, block: depth < shownDepth ? toBlock(value, depth + 1) : "…" };
}

function lastOf<Value>(
  values: readonly Value[],
  count: number,
  toItemOf: (value: Value) => Item,
): readonly Item[] {
  const items = values.slice(-count).map(toItemOf);
  const left = values.length - items.length;
  return left === 0 ? items : [{ prefix: "", block: `… ${String(left)} before` }, ...items];
}

function shorten(text: string): string {
  if (text.length <= shownCharacters) return text;
  const half = shownCharacters / 2;
  return `${text.slice(0, half).toWellFormed()}…${text.slice(-half).toWellFormed()}`;
}

function inOneLine(block: Block): string {
  if (typeof block === "string") return block;
  const [open, close] = block.brackets;
  if (block.items.length === 0) return open + close;
  const inside = block.items.map(({ prefix, block: item }) => prefix + inOneLine(item)).join(", ");
  return open === "{" ? `{ ${inside} }` : `[${inside}]`;
}

function toLines(block: Block, prefix: string, width: number): string[] {
  const line = prefix + inOneLine(block);
  if (typeof block === "string") return [line];
  const isFlat = block.items.every(({ block: item }) => typeof item === "string" || item.items.length === 0);
  if (block.items.length === 0 || (isFlat && prefix !== "" && line.length <= width)) return [line];
  const [open, close] = block.brackets;
  const last = block.items.length - 1;
  const inside = block.items.flatMap((item, index) => {
    const lines = toLines(item.block, item.prefix, width - 2);
    return lines.map((text, at) => `  ${text}${at === lines.length - 1 && index < last ? "," : ""}`);
  });
  return [prefix + open, ...inside, close];
}
