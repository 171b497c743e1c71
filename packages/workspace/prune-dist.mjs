// `tsc -b` leaves the output of a deleted or renamed source behind; it must not be published. The JavaScript in the `dist` of
// a published package is not tsc's, and left to bundle-packages.mjs.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = dirname(dirname(fileURLToPath(import.meta.url)));
const declaration = /\.d\.ts(\.map)?$/;
const emitted = /\.(js|d\.ts)(\.map)?$/;

for (const name of readdirSync(packages)) {
  const folder = join(packages, name);
  const isBundled = existsSync(join(folder, "build"));
  prune(folder, "dist", isBundled ? declaration : emitted);
  prune(folder, "build", emitted);
}

function prune(folder, output, ofTsc) {
  if (!existsSync(join(folder, output))) return;
  for (const file of readdirSync(join(folder, output), { recursive: true })) {
    const source = join(folder, "src", file.replace(ofTsc, ".ts"));
    if (ofTsc.test(file) && !existsSync(source)) rmSync(join(folder, output, file));
  }
}
