import { run } from "../repository.ts";

/** The import directions as the rules of `.dependency-cruiser.mjs` are made from. */
export interface ImportDirections {
  /** The folders of each package's `src`, a row a layer, the lowest first. */
  readonly layers: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Which siblings each package may import. */
  readonly siblings: Readonly<Record<string, readonly string[]>>;
}

const begin = "<!-- layers: written by `npm run docs` from .dependency-cruiser.mjs -->";
const end = "<!-- /layers -->";

/** Draws packages and layers; what stands above may import what stands below. */
export function drawLayers({ layers, siblings }: ImportDirections): string {
  return Object.entries(siblings)
    .toReversed()
    .map(([name, allowed]) => {
      const title = `${name}${allowed.length > 0 ? `  imports ${allowed.join(", ")}` : ""}`;
      const rows = (layers[name] ?? []).toReversed().map((row) => row.join("   "));
      return drawBox(title, rows);
    })
    .join("\n      |\n      v\n");
}

/**
 * Puts the picture of the rules in force between the marks of a document.
 *
 * @throws an `Error` when the document has no marks.
 */
export async function insertLayerPicture(document: string): Promise<string> {
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`The document has no place for the picture: ${begin} and ${end}.`);
  }
  const picture = drawLayers(await readDirections());
  return `${before}${begin}\n\n\`\`\`\n${picture}\n\`\`\`\n\n${end}${after}`;
}

/** The rules in force. */
export async function readDirections(): Promise<ImportDirections> {
  // By another process: the tests, which run as CommonJS, could not import the file.
  const program = `import { layers, siblings } from "./.dependency-cruiser.mjs";
    console.log(JSON.stringify({ layers, siblings }));`;
  const { stdout, output } = await run(process.execPath, ["--input-type=module", "-e", program]);
  if (!stdout.startsWith("{")) throw new Error(output);
  return JSON.parse(stdout) as ImportDirections;
}

function drawBox(title: string, rows: readonly string[]): string {
  const width = Math.max(title.length, ...rows.map((row) => row.length)) + 2;
  const line = (text: string): string => `| ${text.padEnd(width - 1)}|`;
  const rule = `+${"-".repeat(width)}+`;
  const body = rows.length === 0 ? [] : [rule, ...rows.map(line)];
  return [rule, line(title), ...body, rule].join("\n");
}
