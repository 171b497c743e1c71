import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The files of the page, by their paths. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** One of them. */
export interface PageFile {
  /** Its media type, or a file's ending that stands for it. */
  readonly type: string;
  readonly text: string;
}

/** How the page is bundled. */
export interface BundlePageOptions {
  /** Import conditions, such as the workspace's own for sources. */
  readonly conditions?: readonly string[];
}

const folder = fileURLToPath(new URL("../src/page/", import.meta.url));
const asTheyAre = ["page.html", "page.css", "icon.svg"];

/** Bundles the page's script for browsers, and reads what stands beside it. */
export async function bundlePage({ conditions = [] }: BundlePageOptions = {}): Promise<PageFiles> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}main.ts`],
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    minify: true,
    conditions: [...conditions],
    outfile: "page.js",
    write: false,
  });
  const script = outputFiles[0]?.text ?? "";
  const others = asTheyAre.map(async (name): Promise<[string, PageFile]> => {
    const type = name.slice(name.lastIndexOf("."));
    return [`/${name}`, { type, text: await readFile(folder + name, "utf8") }];
  });
  return new Map([...(await Promise.all(others)), ["/page.js", { type: ".js", text: script }]]);
}
