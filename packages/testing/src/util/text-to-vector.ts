/**
 * A vector of length one that depends on nothing but the words of a text: the sum of a vector for each word, whatever its
 * case and place. A text without words gets the first unit vector.
 */
export function textToVector(text: string, dimensions: number): readonly number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) addWord(vector, word);
  const length = Math.hypot(...vector);
  return length === 0 ? vector.fill(1, 0, 1) : vector.map((value) => value / length);
}

function addWord(vector: number[], word: string): void {
  let state = hash(word);
  for (const [index, value] of vector.entries()) {
    state = next(state);
    vector[index] = value + state / 2 ** 31 - 1;
  }
}

// FNV-1a over the units of a string.
function hash(text: string): number {
  let result = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    result = Math.imul(result ^ text.charCodeAt(index), 0x01000193);
  }
  return result >>> 0;
}

// A step of a linear congruential generator with its bits mixed: neighbouring seeds give unlike numbers.
function next(state: number): number {
  const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
