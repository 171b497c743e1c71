import ts from "typescript";

/** The places of a declaration file, as `line: text`, that say `any`. */
export function findAnyTypes(fileName: string, text: string): readonly string[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const lines = text.split("\n");
  const found = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) {
      found.add(source.getLineAndCharacterOfPosition(node.getStart()).line);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found].map((line) => `${line + 1}: ${lines[line]?.trim() ?? ""}`);
}
