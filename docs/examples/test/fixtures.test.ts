import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fixtures from "../src/fixtures.ts";

const recorded = join(__dirname, "../../../packages/runnables/test/fixtures/document");

// The guides stream the document's own answers: the module must not drift from the recordings.
describe("the answers of the guides", () => {
  it.each(Object.entries(fixtures))("%s is the recorded one", (name, chunks) => {
    expect(chunks).toEqual(JSON.parse(readFileSync(join(recorded, `${name}.chunks.json`), "utf8")));
  });
});
