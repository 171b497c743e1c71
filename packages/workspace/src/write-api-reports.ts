import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderApiReport } from "./api-report.ts";
import { listPublishedPackages } from "./repository.ts";

for (const published of listPublishedPackages()) {
  const file = join(published.folder, "api.md");
  writeFileSync(file, renderApiReport(published));
  console.log(file);
}
