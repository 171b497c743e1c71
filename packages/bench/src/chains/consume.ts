/** How many events of each name there were. */
export type EventCounts = Readonly<Record<string, number>>;

interface Named {
  readonly event: string;
}

/** Reads every event and counts it. */
export async function countEvents(events: AsyncIterable<Named>): Promise<EventCounts> {
  const counts: Record<string, number> = {};
  for await (const { event } of events) counts[event] = (counts[event] ?? 0) + 1;
  return counts;
}

/** Is told every event and counts it. */
export function subscribeToEvents(events: {
  subscribe(observer: {
    next: (event: Named) => void;
    error: (error: unknown) => void;
    complete: () => void;
  }): unknown;
}): Promise<EventCounts> {
  const counts: Record<string, number> = {};
  return new Promise((resolve, reject) => {
    events.subscribe({
      next: ({ event }) => {
        counts[event] = (counts[event] ?? 0) + 1;
      },
      error: reject,
      complete: () => {
        resolve(counts);
      },
    });
  });
}

/** Reads every chunk of text. */
export async function joinTexts(texts: AsyncIterable<string>): Promise<number> {
  let length = 0;
  for await (const text of texts) length += text.length;
  return length;
}

/** Reads every value, looking at none. */
export async function countValues(values: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _value of values) count += 1;
  return count;
}

/** Reads every value, looking at none; gives the last. */
export async function lastOf(values: AsyncIterable<unknown>): Promise<unknown> {
  let last: unknown;
  for await (const value of values) last = value;
  return last;
}

/** Reads every value and looks at it; gives the sum of what was seen, so that no look can be left out. */
export async function lookAtEach(
  values: AsyncIterable<unknown>,
  look: (value: unknown) => number,
): Promise<number> {
  let sum = 0;
  for await (const value of values) sum += look(value);
  return sum;
}
