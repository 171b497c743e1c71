/** Writes one frame of Server-Sent Events, with the blank line at its end. What is no text becomes JSON. */
export function toSseFrame(data: unknown, event?: string): string {
  const text = typeof data === "string" ? data : JSON.stringify(data);
  return `${event === undefined ? "" : `event: ${event}\n`}data: ${text}\n\n`;
}

/** Cuts the text of a recorded stream into its frames; put together they are the text again. */
export function splitSseFrames(text: string): readonly string[] {
  return text.split(/(?<=\r\n\r\n|\n\n|\r\r(?!\n))/).filter((frame) => frame !== "");
}

/** The frame with its data broken off in the middle, as a frame of its own. */
export function breakSseFrame(frame: string): string {
  return frame.replace(/^(data: ?)(.*)$/m, (_line, field: string, data: string) => {
    return field + data.slice(0, Math.ceil(data.length / 2));
  });
}
