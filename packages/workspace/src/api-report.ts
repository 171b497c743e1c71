import { join } from "node:path";
import ts from "typescript";
import { type PublishedPackage, readManifest } from "./repository.ts";

const head = (name: string): string => `# The public surface of \`${name}\`

Written by \`npm run api\` from the declarations that users get. A change here is a change for users.
`;

/** The declarations of an entry, by what users import: `@rivulet/core`, `@rivulet/core/wire`. */
type Entries = ReadonlyMap<string, string>;

/**
 * Lists what a package exports, with its signatures, as Markdown: first the exports of each entry by
 * name, then the declarations that an export mentions without being exported themselves.
 * Reads `dist`, which must be built.
 */
export function renderApiReport({ name, folder }: PublishedPackage): string {
  const entries = readEntries(name, folder);
  const program = ts.createProgram([...entries.values()], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const surface = new Surface(checker, join(folder, "dist/"));
  const sections = [head(name)];
  const all: ts.Symbol[] = [];
  for (const [specifier, file] of entries) {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`${file} is missing: run \`npm run build\``);
    const module = checker.getSymbolAtLocation(source);
    const exported = module === undefined ? [] : checker.getExportsOfModule(module);
    if (exported.length === 0) continue;
    sections.push(specifier === name ? "## Exports\n" : `## Exports of \`${specifier}\`\n`);
    sections.push(toBlock(exported.map((symbol) => surface.describe(symbol))));
    all.push(...exported);
  }
  const mentioned = surface.describeMentioned(all);
  if (mentioned.length > 0) sections.push("## Mentioned, not exported\n", toBlock(mentioned));
  return sections.join("\n");
}

function readEntries(name: string, folder: string): Entries {
  const exports = readManifest(folder)["exports"] as Record<string, { types?: string } | string>;
  return new Map(
    Object.entries(exports).flatMap(([subPath, target]) =>
      typeof target === "string" || target.types === undefined
        ? []
        : [[name + subPath.slice(1), join(folder, target.types)]],
    ),
  );
}

function toBlock(declarations: readonly string[]): string {
  return `\`\`\`ts\n${declarations.toSorted(compareNames).join("\n\n")}\n\`\`\`\n`;
}

const declarationStart = /^(?:export )?(?:declare )?(?:default )?(?:abstract )?/;
const bareText = (declaration: string): string => declaration.replace(declarationStart, "");

// By kind and name, whatever modifiers come before; independent of the machine's locale.
function compareNames(left: string, right: string): number {
  const [a, b] = [bareText(left), bareText(right)];
  return a < b ? -1 : Number(a > b);
}

class Surface {
  readonly #checker: ts.TypeChecker;
  readonly #folder: string;
  readonly #printer = ts.createPrinter({ removeComments: true });

  constructor(checker: ts.TypeChecker, folder: string) {
    this.#checker = checker;
    this.#folder = folder;
  }

  /** The text of an export's declarations. */
  describe(symbol: ts.Symbol): string {
    const own = this.#declarations(symbol);
    const renamed = this.#resolve(symbol).name;
    if (own.length === 0)
      return `export { ${symbol.name} } from elsewhere: ${this.#origin(symbol)};`;
    const text = own.map((node) => this.#print(node)).join("\n");
    return renamed === symbol.name ? text : `${text}\nexport { ${renamed} as ${symbol.name} };`;
  }

  /** The declarations of this package that are reached from the exports without being one. */
  describeMentioned(exported: readonly ts.Symbol[]): readonly string[] {
    const seen = new Set(exported.map((symbol) => this.#resolve(symbol)));
    const open = [...seen];
    const found: string[] = [];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const mentioned of this.#mentions(next)) {
        if (seen.has(mentioned)) continue;
        seen.add(mentioned);
        open.push(mentioned);
        found.push(this.describe(mentioned));
      }
    }
    return found;
  }

  #mentions(symbol: ts.Symbol): readonly ts.Symbol[] {
    const mentioned = new Set<ts.Symbol>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) {
        const target = this.#checker.getSymbolAtLocation(node);
        if (target !== undefined && this.#isTopLevel(target)) mentioned.add(this.#resolve(target));
      }
      ts.forEachChild(node, visit);
    };
    this.#declarations(symbol).forEach(visit);
    return [...mentioned];
  }

  #isTopLevel(symbol: ts.Symbol): boolean {
    return this.#declarations(symbol).some((node) => ts.isSourceFile(node.parent));
  }

  #resolve(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  /** The statements of this package that declare a symbol. */
  #declarations(symbol: ts.Symbol): readonly ts.Node[] {
    return (this.#resolve(symbol).declarations ?? [])
      .filter((node) => node.getSourceFile().fileName.startsWith(this.#folder))
      .filter((node) => !ts.isSourceFile(node))
      .map((node) => (ts.isVariableDeclaration(node) ? node.parent.parent : node));
  }

  #origin(symbol: ts.Symbol): string {
    const file = this.#resolve(symbol).declarations?.[0]?.getSourceFile().fileName ?? "unknown";
    return file
      .replace(/^.*\/(node_modules|packages)\//, "")
      .replace(/^\.pnpm\/.*\/node_modules\//, "");
  }

  #print(node: ts.Node): string {
    return this.#printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
  }
}
