/** Text without the indentation that all its lines share, without spaces at their ends, and empty lines around it. */
export function dedent(text: string): string {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const isFilled = (line: string): boolean => line !== "";
  const filled = lines.slice(lines.findIndex(isFilled), lines.findLastIndex(isFilled) + 1);
  const indents = filled.filter(isFilled).map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return filled.map((line) => line.slice(shared)).join("\n");
}
