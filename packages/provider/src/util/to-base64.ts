/** Data as base64; what is a text is base64 already. `undefined` for what is neither bytes nor a text. */
export function toBase64(data: unknown): string | undefined {
  if (typeof data === "string") return data;
  if (!(data instanceof Uint8Array)) return undefined;
  // By pieces: a call takes only so many arguments.
  let bytes = "";
  for (let start = 0; start < data.length; start += 8_192) {
    bytes += String.fromCharCode(...data.subarray(start, start + 8_192));
  }
  return btoa(bytes);
}
