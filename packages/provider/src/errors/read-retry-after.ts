/** Milliseconds after which a provider says to try again: `retry-after-ms`, else `retry-after` in seconds or as a date. */
export function readRetryAfter(header: (name: string) => string | undefined): number | undefined {
  const milliseconds = toAmount(header("retry-after-ms"));
  if (milliseconds !== undefined) return milliseconds;
  const after = header("retry-after");
  const seconds = toAmount(after);
  if (seconds !== undefined) return seconds * 1000;
  const date = after === undefined ? Number.NaN : Date.parse(after);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function toAmount(text: string | undefined): number | undefined {
  const amount = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}
