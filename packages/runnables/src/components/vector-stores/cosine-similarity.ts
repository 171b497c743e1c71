/** The cosine of the angle between two vectors of the same length, from -1 to 1; 0 when one of them is all zeros. */
export function cosineSimilarity(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let product = 0;
  let ofOne = 0;
  let ofOther = 0;
  for (let index = 0; index < one.length; index += 1) {
    const left = one[index] ?? 0;
    const right = other[index] ?? 0;
    product += left * right;
    ofOne += left * left;
    ofOther += right * right;
  }
  return ofOne === 0 || ofOther === 0 ? 0 : product / Math.sqrt(ofOne * ofOther);
}
