import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDirections } from "../../src/docs/layer-picture.ts";
import { repositoryFolder } from "../../src/repository.ts";

const sources = (name: string): string => join(repositoryFolder, "packages", name, "src");

// A folder that stands apart inside a layer has a README of its own.
const apart: Readonly<Record<string, readonly string[]>> = { core: ["events/wire"] };

// The layers, and the only folder of `testing` that stands for itself.
function* listReadmes(): Iterable<{ readonly name: string; readonly folder: string }> {
  for (const name of ["anthropic", "core", "http", "openai", "provider", "runnables", "vectors"]) {
    for (const entry of readdirSync(sources(name), { withFileTypes: true })) {
      if (entry.isDirectory()) yield { name, folder: entry.name };
    }
    for (const folder of apart[name] ?? []) yield { name, folder };
  }
  yield { name: "testing", folder: "provider-server" };
}

describe("the README of", () => {
  it.each([...listReadmes()])(
    "$name/$folder lists the files that are there, and no others",
    (one) => {
      const path = join(sources(one.name), one.folder);
      const file = join(path, "README.md");
      expect([file, existsSync(file)]).toEqual([file, true]);
      const listed = [...readFileSync(file, "utf8").matchAll(/^\| `([^`]+\.ts)` \|/gmu)];
      const within = (apart[one.name] ?? [])
        .filter((inner) => inner.startsWith(`${one.folder}/`))
        .map((inner) => inner.slice(one.folder.length + 1));
      const there = readdirSync(path, { recursive: true, encoding: "utf8" })
        .map((entry) => entry.replaceAll("\\", "/"))
        .filter((entry) => entry.endsWith(".ts"))
        .filter((entry) => !within.some((inner) => entry.startsWith(`${inner}/`)));
      expect(listed.map(([, listedFile = ""]) => listedFile).toSorted()).toEqual(there.toSorted());
    },
  );

  it.each(["core", "http", "provider", "runnables", "vectors"])(
    "of %s says what the rules let it import",
    async (name) => {
      const { layers } = await readDirections();
      const rows = layers[name] ?? [];
      for (const [index, row] of rows.entries()) {
        const below = rows.slice(0, index).flat().toReversed();
        for (const folder of row) {
          const readme = readFileSync(join(sources(name), folder, "README.md"), "utf8");
          const [line = ""] = /^May import: .*$/mu.exec(readme) ?? [];
          const named = [...(line.split(" of this package")[0] ?? "").matchAll(/`([^`]+)`/gu)];
          expect({ folder, mayImport: named.map(([, other]) => other) }).toEqual({
            folder,
            mayImport: below,
          });
        }
      }
    },
  );
});
