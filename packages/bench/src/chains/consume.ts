/** How many events of each name there were. */
export type EventCounts = Readonly<Record<string, number>>;

/** Reads every event and counts it. */
export async function countEvents(
  events: AsyncIterable<{ readonly event: string }>,
): Promise<EventCounts> {
  const counts: Record<string, number> = {};
  for await (const { event } of events) counts[event] = (counts[event] ?? 0) + 1;
  return counts;
}

/** Reads every chunk of text. */
export async function joinTexts(texts: AsyncIterable<string>): Promise<number> {
  let length = 0;
  for await (const text of texts) length += text.length;
  return length;
}

/** Reads every value, looking at none; gives the last. */
export async function lastOf(values: AsyncIterable<unknown>): Promise<unknown> {
  let last: unknown;
  for await (const value of values) last = value;
  return last;
}
