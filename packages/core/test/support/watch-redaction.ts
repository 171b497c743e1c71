import { EventRedactor } from "../../src/policies/event-redactor.ts";
import { payloadFields, unredactable } from "../../src/policies/payload-rewriter.ts";
import type { RedactionRules } from "../../src/policies/redaction-rules.ts";
import type { RunEvent } from "../../src/events/run-event.ts";

// Loaded before every test file (`jest.config.ts`): whatever a redaction lets out anywhere in the suite is searched for what it
// was given. A test in which something is found fails.

/** How much of what a run has streamed is searched with the next chunk. */
const joinedLength = 500;
const found: string[] = [];
const streamed = new Map<string, string>();

for (const name of ["add", "end"] as const) {
  const original = EventRedactor.prototype[name];
  EventRedactor.prototype[name] = function searched(this: EventRedactor, ...given: never[]) {
    const events = Reflect.apply(original, this, given);
    for (const event of events) search(event, this.rules);
    return events;
  };
}

afterEach(() => {
  streamed.clear();
  const all = found.splice(0);
  if (all.length > 0) throw new Error(`A redaction let out what it was given:\n${all.join("\n")}`);
});

/** What was found so far, which counts no more: for the test of this search. */
export function takeFound(): readonly string[] {
  return found.splice(0);
}

function search(event: RunEvent, rules: RedactionRules): void {
  if (rules.patterns.isEmpty || looksAround(rules) || isInMarkers(rules)) return;
  const { name, tags, metadata, data, run_id: id } = event;
  const texts = [...textsOf({ name, tags, metadata, data }), joinedOf(event)];
  const leak = texts.find((text) => rules.patterns.findWhole(text, 0) !== undefined);
  if (leak !== undefined) found.push(`${event.event} of ${id}: ${leak}`);
}

// Whether a piece alone has what such a pattern finds in the whole, nobody can say.
function looksAround({ policy: { patterns = [] } }: RedactionRules): boolean {
  return patterns.some((one) => typeof one !== "string" && /[$^]|\\b|\(\?[<=!]/iu.test(one.source));
}

// A pattern may find what a redaction itself writes.
function isInMarkers({ patterns, replacement }: RedactionRules): boolean {
  return [replacement, unredactable("a value that can't be read")].some(
    (text) => patterns.findWhole(text, 0) !== undefined,
  );
}

function joinedOf({ event, data, run_id: id }: RunEvent): string {
  const chunk: unknown = event.endsWith("_stream") ? Reflect.get(data as object, "chunk") : "";
  if (typeof chunk !== "string") return "";
  const joined = ((streamed.get(id) ?? "") + chunk).slice(-joinedLength);
  streamed.set(id, joined);
  return joined;
}

function textsOf(root: object): string[] {
  const texts: string[] = [];
  const seen = new Set<object>();
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === "string" || typeof value === "number") texts.push(String(value));
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (ArrayBuffer.isView(value) || value instanceof Date) continue;
    if (value instanceof Map || value instanceof Set) waiting.push(...value);
    for (const key of Reflect.ownKeys(value)) {
      if (!payloadFields.has(key)) texts.push(String(key));
      waiting.push(Reflect.get(value, key));
    }
  }
  return texts;
}
