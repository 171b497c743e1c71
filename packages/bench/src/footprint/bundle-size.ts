import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Where a bundle is meant to run: rxjs offers modules that can be shaken to browsers, and one CommonJS tree to Node. */
export type BundlePlatform = "browser" | "node";

/**
 * The size of a program with all that it imports, minified and gzipped, in kilobytes (of 1,000 bytes).
 *
 * @throws what esbuild says when the program cannot be bundled.
 */
export async function bundleSize(file: string, platform: BundlePlatform): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform,
    write: false,
    // What is published, whatever this workspace says of its own sources.
    tsconfigRaw: {},
    logLevel: "silent",
  });
  const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0);
  return bytes / 1_000;
}
