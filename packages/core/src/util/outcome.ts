import type { Known } from "./known.ts";

/** What came of a call: its value, or what it threw. */
export type Outcome<Value> = Known<Value> | { readonly error: unknown };

/** Calls `body`, and keeps what comes of it. Never throws. */
export function outcomeOf<Value>(body: () => Value): Outcome<Value> {
  try {
    return { value: body() };
  } catch (error) {
    return { error };
  }
}

/** The value of an outcome. @throws what the call threw. */
export function valueOrThrow<Value>(outcome: Outcome<Value>): Value {
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}
