/**
 * A vector as the API sends it: a list of numbers, or base64 of 32-bit floats, the lowest byte first. Which of the two it is, is
 * the server's to say: many send a list, whatever they are asked for.
 *
 * Throws an error of no class of ours where it is neither.
 */
export function toVector(embedding: readonly number[] | string): readonly number[] {
  return typeof embedding === "string" ? fromBase64(embedding) : embedding;
}

/** As {@link toVector}, which throws also where a vector has no numbers, or one that is none. */
export function toCheckedVector(embedding: readonly number[] | string): readonly number[] {
  const vector = toVector(embedding);
  if (isVector(vector)) return vector;
  throw new TypeError("An embedding is no list of numbers.");
}

// What came in may be anything.
function isVector(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(Number.isFinite);
}

// By loops: `Array.from` with a function takes twenty times as long.
function fromBase64(text: string): readonly number[] {
  const characters = atob(text);
  if (characters.length % 4 !== 0) throw new TypeError("An embedding ends within a number.");
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = characters.charCodeAt(at);
  const view = new DataView(bytes.buffer);
  const vector: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) vector.push(view.getFloat32(at, true));
  return vector;
}
