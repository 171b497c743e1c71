import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { renderApiReport } from "../src/api-report.ts";
import { buildPackages, listPublishedPackages } from "../src/repository.ts";

beforeAll(buildPackages);

describe.each(listPublishedPackages())("the API report of $name", (published) => {
  it("is up to date", () => {
    const file = join(published.folder, "api.md");
    const committed = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (committed !== renderApiReport(published)) {
      throw new Error(
        `The public surface of ${published.name} is not the one of ${file}.\n` +
          "Run `npm run api`, read the difference, and commit it with the change.",
      );
    }
  });
});
