import { replaceBlock } from "../../src/plots/replace-block.ts";

const document = "before\n<!-- some: by hand? no -->\n\nold\n\n<!-- /some -->\nafter\n";

test("replaces what is between the markers, and nothing else", () => {
  const changed = replaceBlock(document, "some", "new $1 text");
  expect(changed).toBe(
    "before\n<!-- some: by hand? no -->\n\nnew $1 text\n\n<!-- /some -->\nafter\n",
  );
  expect(replaceBlock(changed, "some", "new $1 text")).toBe(changed);
});

test("refuses a document without the markers", () => {
  expect(() => replaceBlock(document, "other", "new")).toThrow('has no "<!-- other: … -->"');
});
