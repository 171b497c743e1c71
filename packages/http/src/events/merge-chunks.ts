import type { StreamEvent } from "@rivulet/runnables";

/**
 * One stream event in the place of two of the same run, its chunk what the two chunks add up to and its place that of the
 * second. `undefined` where the chunks do not add: then both must be sent.
 */
export function mergeStreamEvents(
  first: StreamEvent,
  second: StreamEvent,
): StreamEvent | undefined {
  if (first.event !== second.event || first.run_id !== second.run_id) return undefined;
  if (!isStreamEvent(first) || !isStreamEvent(second)) return undefined;
  const sum = addChunks(first.data.chunk, second.data.chunk);
  if (sum === undefined) return undefined;
  // The event has the type of the two, and its chunk the type of theirs.
  return { ...second, data: { chunk: sum } } as StreamEvent;
}

/** Whether it tells a chunk, and not a part of a run's life. */
export function isStreamEvent(
  event: StreamEvent,
): event is Extract<StreamEvent, { readonly data: { readonly chunk: unknown } }> {
  return event.event.endsWith("_stream");
}

function addChunks(first: unknown, second: unknown): unknown {
  if (typeof first === "string" && typeof second === "string") return first + second;
  if (!isConcatenable(first) || typeof second !== "object" || second === null) return undefined;
  if (first.constructor !== second.constructor) return undefined;
  try {
    return first.concat(second);
  } catch {
    return undefined;
  }
}

function isConcatenable(
  value: unknown,
): value is { readonly concat: (other: unknown) => unknown; readonly constructor: unknown } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    "concat" in value &&
    typeof value.concat === "function"
  );
}
