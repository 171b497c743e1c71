import type { JsonValue } from "@rivulet/runnables";
import { printable } from "./printable.ts";

// However large a value is, what a person sees of it stays small. What grows grows at its end, so the end is shown.
const shownItems = 6;
const shownKeys = 12;
const shownCharacters = 120;
const shownDepth = 6;

type Block = string | Container;

interface Container {
  readonly brackets: readonly [open: string, close: string];
  readonly items: readonly Item[];
}

interface Item {
  /** A key with its colon, or nothing. */
  readonly prefix: string;
  readonly block: Block;
}

/** A JSON value in one line; what is long or deep in it is shortened. */
export function toJsonText(value: JsonValue): string {
  return inOneLine(toBlock(value, 0));
}

/** A JSON value in lines: containers that have nothing inside theirs, and fit into `width` columns, keep to one. */
export function toJsonLines(value: JsonValue, width = 72): readonly string[] {
  const block = toBlock(value, 0);
  return isContainer(block) ? expand(block, "", width) : [block];
}

function toBlock(value: JsonValue, depth: number): Block {
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) {
    if (depth === shownDepth) return "[…]";
    const items = value
      .slice(-shownItems)
      .map((item) => ({ prefix: "", block: toBlock(item, depth + 1) }));
    return { brackets: ["[", "]"], items: withRest(items, value.length) };
  }
  if (depth === shownDepth) return "{…}";
  const keys = Object.keys(value);
  const items = keys
    .slice(-shownKeys)
    .map((key) => ({ prefix: `${quote(key)}: `, block: toBlock(value[key] ?? null, depth + 1) }));
  return { brackets: ["{", "}"], items: withRest(items, keys.length) };
}

function withRest(items: readonly Item[], count: number): readonly Item[] {
  const left = count - items.length;
  return left === 0 ? items : [{ prefix: "", block: `… ${String(left)} before` }, ...items];
}

function quote(text: string): string {
  if (text.length <= shownCharacters) return printable(JSON.stringify(text));
  const half = shownCharacters / 2;
  // Without the halves of a character that the cut may leave.
  const shortened = `${text.slice(0, half)}…${text.slice(-half)}`.replace(/\p{Cs}/gu, "");
  return printable(JSON.stringify(shortened));
}

function inOneLine(block: Block): string {
  if (!isContainer(block)) return block;
  const [open, close] = block.brackets;
  if (block.items.length === 0) return open + close;
  const inside = block.items.map((item) => item.prefix + inOneLine(item.block)).join(", ");
  return open === "{" ? `{ ${inside} }` : `[${inside}]`;
}

function toLines(block: Block, prefix: string, width: number): readonly string[] {
  const line = prefix + inOneLine(block);
  const isShort = line.length <= width && (!isContainer(block) || block.items.every(isClosed));
  return isShort || !isContainer(block) ? [line] : expand(block, prefix, width);
}

function isClosed({ block }: Item): boolean {
  return !isContainer(block) || block.items.length === 0;
}

function expand({ brackets, items }: Container, prefix: string, width: number): readonly string[] {
  const [open, close] = brackets;
  if (items.length === 0) return [prefix + open + close];
  const inside = items.flatMap((item, index) => {
    const lines = toLines(item.block, item.prefix, width - 2);
    const comma = index === items.length - 1 ? "" : ",";
    return lines.map((line, at) => `  ${line}${at === lines.length - 1 ? comma : ""}`);
  });
  return [prefix + open, ...inside, close];
}

function isContainer(block: Block): block is Container {
  return typeof block !== "string";
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
