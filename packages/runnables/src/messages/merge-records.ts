import { isPlainObject } from "@rivulet/core";
import { joinTexts } from "../util/join-texts.ts";

/**
 * How two strings under the same key become one: `"join"` puts them together, as pieces of a stream are, `"last"` keeps
 * the later one, as facts that are told again are.
 */
export type MergeMode = "join" | "last";

/**
 * Merges the records of a stream's chunks into one, in linear time.
 *
 * Key by key, in the order of first appearance; keys whose values are all `undefined` are left out. Records are merged
 * in turn, lists as {@link mergeItems} says, of numbers and other single values the last one counts, and strings follow
 * the mode, except that in `"join"` mode a name or id is taken over instead of joined (the last that is not empty), and
 * `type`, `index`, `created` and `timestamp` stay what they were first. Where chunks disagree about the kind of a value,
 * the richer one counts: record over list over string over other value over `null`. A single value is kept as it is, by
 * reference. Merging is associative: `[[a, b], c]`, `[a, [b, c]]` and `[a, b, c]` give the same.
 *
 * LangChain.js joins strings in `response_metadata` too (`"stop"` sent twice becomes `"stopstop"`), adds numbers, and
 * throws where kinds disagree.
 */
export function mergeRecords<Fields extends object>(
  records: readonly Fields[],
  mode: MergeMode,
): Fields {
  const valuesByKey = new Map<string, unknown[]>();
  for (const record of records) {
    for (const [key, value] of Object.entries(record)) {
      if (value === undefined) continue;
      const values = valuesByKey.get(key);
      if (values === undefined) valuesByKey.set(key, [value]);
      else values.push(value);
    }
  }
  const merged: [string, unknown][] = [];
  for (const [key, values] of valuesByKey) merged.push([key, mergeValues(key, values, mode)]);
  // A field's type is closed under the rules above: a string stays a string, a list a list of the same items.
  return Object.fromEntries(merged) as Fields;
}

/**
 * Merges a list of pieces, in linear time: records with the same `index` and `type` (a `_delta` at its end left aside)
 * into the first of them, neighbouring text blocks without an index into one; everything else is kept in order.
 */
export function mergeItems<Item>(items: readonly Item[], mode: MergeMode): readonly Item[] {
  const slots: [Item, ...Item[]][] = [];
  const slotByKey = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const last = slots.at(-1);
    const slot =
      key === undefined
        ? isPlainText(item) && last !== undefined && isPlainText(last[0])
          ? last
          : undefined
        : slotByKey.get(key);
    if (slot !== undefined) {
      slot.push(item);
      continue;
    }
    const added: [Item, ...Item[]] = [item];
    slots.push(added);
    if (key !== undefined) slotByKey.set(key, added);
  }
  return slots.map((slot) => mergeSlot(slot, mode));
}

/** Whether a value is a text block and nothing more: what a neighbouring text can join without loss. */
export function isPlainText(value: unknown): boolean {
  return (
    isPlainObject(value) &&
    value["type"] === "text" &&
    typeof value["text"] === "string" &&
    Object.keys(value).length === 2
  );
}

const keptFromFirst = new Set(["type", "index", "created", "timestamp"]);
const takenFromLast = new Set([
  "id",
  "name",
  "role",
  "call_id",
  "model_provider",
  "output_version",
]);

function mergeSlot<Item>(slot: readonly [Item, ...Item[]], mode: MergeMode): Item {
  if (slot.length === 1) return slot[0];
  const records = slot.filter((item) => typeof item === "object" && item !== null);
  return mergeRecords(records, isPlainText(slot[0]) ? "join" : mode);
}

function mergeValues(key: string, values: readonly unknown[], mode: MergeMode): unknown {
  if (values.length === 1) return values[0];
  let rank = 0;
  for (const value of values) rank = Math.max(rank, rankOf(value));
  const rivals = values.filter((value) => rankOf(value) === rank);
  if (rivals.length === 1) return rivals[0];
  if (rank === recordRank) return mergeRecords(rivals.filter(isPlainObject), mode);
  if (rank === listRank) return mergeItems(rivals.flat(), mode);
  if (mode === "last") return rivals.at(-1);
  return joinScalars(key, rivals);
}

function joinScalars(key: string, values: readonly unknown[]): unknown {
  if (keptFromFirst.has(key)) return values[0];
  const texts = values.filter((value) => typeof value === "string");
  if (texts.length === 0) return values.at(-1);
  if (takenFromLast.has(key)) return texts.findLast((text) => text !== "") ?? "";
  return joinTexts(texts);
}

const stringRank = 2;
const listRank = 3;
const recordRank = 4;

function rankOf(value: unknown): number {
  if (value === null) return 0;
  if (typeof value === "string") return stringRank;
  if (Array.isArray(value)) return listRank;
  return isPlainObject(value) ? recordRank : 1;
}

function keyOf(item: unknown): string | undefined {
  if (!isPlainObject(item)) return undefined;
  const index = item["index"];
  if (typeof index !== "number" && typeof index !== "string") return undefined;
  const type = typeof item["type"] === "string" ? item["type"].replace(/_delta$/, "") : "";
  return `${typeof index} ${index} ${type}`;
}
