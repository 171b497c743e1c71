import { InvalidArgumentError } from "@rivulet/core";

/** One frame of an event stream. */
export interface SseFrame {
  readonly event?: string | undefined;
  /** What the client sends back as `Last-Event-ID`. */
  readonly id?: string | undefined;
  /** How long the client should wait before it connects again, in milliseconds. */
  readonly retry?: number | undefined;
  readonly data?: string | undefined;
}

const lineBreak = /[\r\n\0]/u;

/**
 * The text of a frame.
 *
 * @throws {@link InvalidArgumentError} when the id or the event has a line break in it: it would begin another field.
 * @see WHATWG HTML, "Server-sent events"
 */
export function encodeSseFrame({ event, id, retry, data }: SseFrame): string {
  let text = "";
  if (event !== undefined) text += `event: ${checkField("event", event)}\n`;
  if (id !== undefined) text += `id: ${checkField("id", id)}\n`;
  if (retry !== undefined) text += `retry: ${String(Math.trunc(retry))}\n`;
  if (data !== undefined) {
    for (const line of data.split(/\r\n|\r|\n/u)) text += `data: ${line}\n`;
  }
  return `${text}\n`;
}

/** A comment, which clients skip: it keeps a connection open through proxies. */
export const ssePing = ": ping\n\n";

/** The headers of an event stream: nothing between server and client may keep or gather it. */
export const sseHeaders: Readonly<Record<string, string>> = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

function checkField(name: string, value: string): string {
  if (!lineBreak.test(value)) return value;
  throw new InvalidArgumentError(
    `The ${name} of a server-sent event had a line break in it; give one line.`,
  );
}
