import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDirections } from "../../src/docs/layer-picture.ts";
import { repositoryFolder } from "../../src/repository.ts";

const sources = (name: string): string => join(repositoryFolder, "packages", name, "src");

// A folder that stands apart inside a layer has a README of its own.
const apart: Readonly<Record<string, readonly string[]>> = { core: ["events/wire"] };

describe("the README of each layer", () => {
  it.each(["core", "runnables", "vectors"])(
    "of %s lists the files that are there, and no others",
    (name) => {
      const folders = readdirSync(sources(name), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name);
      for (const folder of [...folders, ...(apart[name] ?? [])]) {
        const path = join(sources(name), folder);
        const file = join(path, "README.md");
        expect([file, existsSync(file)]).toEqual([file, true]);
        const listed = [...readFileSync(file, "utf8").matchAll(/^\| `([^`]+\.ts)` \|/gmu)];
        const within = (apart[name] ?? [])
          .filter((inner) => inner.startsWith(`${folder}/`))
          .map((inner) => inner.slice(folder.length + 1));
        const there = readdirSync(path, { recursive: true, encoding: "utf8" })
          .map((entry) => entry.replaceAll("\\", "/"))
          .filter((entry) => entry.endsWith(".ts"))
          .filter((entry) => !within.some((inner) => entry.startsWith(`${inner}/`)));
        expect({
          folder,
          files: listed.map(([, listedFile = ""]) => listedFile).toSorted(),
        }).toEqual({
          folder,
          files: there.toSorted(),
        });
      }
    },
  );

  it.each(["core", "runnables", "vectors"])(
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
