/**
 * Puts a text between the markers `<!-- name: … -->` and `<!-- /name -->` of a document.
 *
 * @throws an Error when the document does not have both.
 */
export function replaceBlock(document: string, name: string, text: string): string {
  const block = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n).*?(<!-- /${name} -->)`, "su");
  if (!block.test(document)) {
    throw new Error(`The document has no "<!-- ${name}: … -->" with a "<!-- /${name} -->" after.`);
  }
  return document.replace(
    block,
    (_all, begin: string, end: string) => `${begin}\n${text}\n\n${end}`,
  );
}
