// `tsc -b` leaves the output of a deleted or renamed source behind; it must not be published.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = dirname(dirname(fileURLToPath(import.meta.url)));
const emitted = /\.(js|d\.ts)(\.map)?$/;

for (const name of readdirSync(packages)) {
  const dist = join(packages, name, "dist");
  if (!existsSync(dist)) continue;
  for (const file of readdirSync(dist, { recursive: true })) {
    const source = join(packages, name, "src", file.replace(emitted, ".ts"));
    if (emitted.test(file) && !existsSync(source)) rmSync(join(dist, file));
  }
}
