import { escapePointer } from "../util/escape-pointer.ts";
import type { JsonPatchOperation } from "./json-patch-operation.ts";
import type { JsonValue } from "./json-value.ts";
import { jsonViewState } from "./json-view.ts";

type JsonArray = readonly JsonValue[];
type JsonObject = { readonly [key: string]: JsonValue };

/** Two values at the same place which are not known to be equal. */
interface Pair {
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly path: string;
}

interface Diff {
  readonly operations: JsonPatchOperation[];
  readonly pending: Pair[];
}

/**
 * Writes the JSON Patch that turns one value into another.
 *
 * **Shape**: `add`, `remove` and `replace` only, to be applied in order; none when the values are equal. A first value is one
 * `replace` at `''`. Items of arrays are compared place by place, so that an insertion in the middle patches what follows.
 * Parts that both values share are not looked at: between snapshots of one parser the cost is that of what was open.
 *
 * @example
 * ```ts
 * diffJson({ name: 'Fr' }, { name: 'France', area: [] });
 * // [{ op: 'replace', path: '/name', value: 'France' }, { op: 'add', path: '/area', value: [] }]
 * ```
 */
export function diffJson(before: JsonValue | undefined, after: JsonValue): JsonPatchOperation[] {
  if (before === undefined) return [{ op: "replace", path: "", value: after }];
  const diff: Diff = { operations: [], pending: [{ before, after, path: "" }] };
  for (let pair = diff.pending.pop(); pair !== undefined; pair = diff.pending.pop())
    comparePair(diff, pair);
  return diff.operations;
}

function comparePair(diff: Diff, { before, after, path }: Pair): void {
  if (Object.is(before, after)) return;
  if (isArray(before) && isArray(after)) compareArrays(diff, [before, after], path);
  else if (isObject(before) && isObject(after)) compareObjects(diff, [before, after], path);
  else diff.operations.push({ op: "replace", path, value: after });
}

function compareArrays(
  diff: Diff,
  [before, after]: readonly [JsonArray, JsonArray],
  path: string,
): void {
  const beforeLength = before.length;
  const afterLength = after.length;
  const common = Math.min(beforeLength, afterLength);
  for (let at = sharedCount(before, after); at < common; at += 1) {
    const old = before[at];
    const current = after[at];
    // Most items are shared: nothing is made for them.
    if (!Object.is(old, current)) compareMember(diff, [old, current], `${path}/${at}`);
  }
  for (let at = common; at < afterLength; at += 1)
    compareMember(diff, [undefined, after[at]], `${path}/${at}`);
  for (let at = beforeLength - 1; at >= common; at -= 1)
    diff.operations.push({ op: "remove", path: `${path}/${at}` });
}

function compareObjects(
  diff: Diff,
  [before, after]: readonly [JsonObject, JsonObject],
  path: string,
): void {
  const grown = grownKeys(before, after);
  if (grown === undefined) {
    for (const key of Object.keys(before)) {
      if (!Object.hasOwn(after, key))
        diff.operations.push({ op: "remove", path: `${path}/${escapePointer(key)}` });
    }
  }
  for (const key of grown ?? Object.keys(after)) {
    const old = ownMember(before, key);
    compareMember(diff, [old, ownMember(after, key)], `${path}/${escapePointer(key)}`);
  }
}

function compareMember(
  diff: Diff,
  [before, after]: readonly (JsonValue | undefined)[],
  path: string,
): void {
  if (after === undefined) return;
  if (before === undefined) diff.operations.push({ op: "add", path, value: after });
  else if (isContainer(before) && isContainer(after)) diff.pending.push({ before, after, path });
  else comparePair(diff, { before, after, path });
}

/** How many leading items two snapshots of one array have in common for certain. */
function sharedCount(before: JsonArray, after: JsonArray): number {
  const old = jsonViewState(before);
  if (old === undefined) return 0;
  if (old.container.closed === after) return old.closedCount;
  const current = jsonViewState(after);
  return current?.container === old.container ? Math.min(old.closedCount, current.closedCount) : 0;
}

/** The keys that may differ between an earlier and a later snapshot of one object, or `undefined` when they are not that. */
function grownKeys(before: JsonObject, after: JsonObject): Iterable<string> | undefined {
  const old = jsonViewState(before);
  if (old === undefined) return undefined;
  const keys = old.container.keys;
  if (old.container.closed === after) return new Set(keys.slice(old.closedCount));
  const current = jsonViewState(after);
  if (current?.container !== old.container || current.moment.time < old.moment.time)
    return undefined;
  const grown = new Set(keys.slice(old.closedCount, current.closedCount));
  return current.openKey === undefined ? grown : grown.add(current.openKey);
}

function ownMember(value: JsonObject, key: string): JsonValue | undefined {
  const state = jsonViewState(value);
  const isOwn = state === undefined ? Object.hasOwn(value, key) : state.hasKey(key);
  return isOwn ? value[key] : undefined;
}

function isArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value);
}

function isContainer(value: JsonValue): value is JsonArray | JsonObject {
  return typeof value === "object" && value !== null;
}

function isObject(value: JsonValue): value is JsonObject {
  return isContainer(value) && !isArray(value);
}
