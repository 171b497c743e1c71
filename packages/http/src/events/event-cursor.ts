/** A place in the events of a hosted run: what an SSE id says. */
export interface EventCursor {
  /** The handler that told the event: another one (a restart) has another. */
  readonly epoch: string;
  readonly runId: string;
  /** The place up to which the client has everything, counted from 0; -1 before the first event. */
  readonly place: number;
}

const form = /^([\w-]{1,64})\.([\w-]{1,64})\.(-1|0|[1-9]\d{0,14})$/u;

/** The SSE id that says it. */
export function formatEventCursor({ epoch, runId, place }: EventCursor): string {
  return `${epoch}.${runId}.${String(place)}`;
}

/** What an SSE id says; `undefined` when it is none that a handler made. */
export function parseEventCursor(id: string): EventCursor | undefined {
  const [, epoch, runId, place] = form.exec(id) ?? [];
  if (epoch === undefined || runId === undefined) return undefined;
  return { epoch, runId, place: Number(place) };
}
