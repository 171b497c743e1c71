/**
 * Joins texts of which the first may be long and is often itself a result of this: it is appended to, never copied, and the
 * rest is joined at once. A join of them all would copy the text so far each time; `+=` for each would keep a node for each.
 */
export function joinTexts(texts: readonly string[]): string {
  const [first = ""] = texts;
  return texts.length === 1 ? first : first + texts.slice(1).join("");
}
