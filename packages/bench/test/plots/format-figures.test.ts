import { formatFigures } from "../../src/plots/format-figures.ts";
import { barResult, growthResult } from "./results.ts";

test("has a section for each work, with its plot and a table for each run", () => {
  const other = {
    ...barResult,
    environment: { ...barResult.environment, node: "v24.1.0", scale: "quick" as const },
  };
  const text = formatFigures([[barResult, growthResult], [other]]);
  expect(text.split("\n")).toStrictEqual([
    "### W7: a call | a pipe",
    "",
    "![Plot of W7](performance/w7.svg)",
    "",
    "Node 20.20.0 (linux x64, 2 x some processor): us a call, median of 7.",
    "",
    "| work | us | peer us | ratio | goal | growth |",
    "| --- | ---: | ---: | ---: | --- | ---: |",
    "| Rivulet, a call | 1.50 | 60 | 40 x | **>= 50 x, MISSED** |  |",
    "| LangChain.js, a call | 60 |  |  |  |  |",
    "| a call | 1.50 |  |  | **<= 1 us, MISSED** |  |",
    "| a lead | 70 events |  |  | **<= 67 events, MISSED** |  |",
    "| met |  |  | 2.50 x | >= 1 x, met |  |",
    "",
    "Node 24.1.0 (linux x64, 2 x some processor): us a call, median of 7. Sizes: quick, not to be quoted.",
    "",
    ...text.split("\n").slice(16, 23),
    "",
    "### W2: growth",
    "",
    "![Plot of W2](performance/w2.svg)",
    "",
    "Node 20.20.0 (linux x64, 2 x some processor): us a chunk, median of 7.",
    "",
    "| work | us | peer us | ratio | goal | growth |",
    "| --- | ---: | ---: | ---: | --- | ---: |",
    "| Rivulet, lists, read, 100 to 10,000 chunks | 2 |  |  | **<= 1.1, MISSED** | 1.20 |",
    "| LangChain.js, 100 to 10,000 chunks | 2 |  |  |  | 2.00 |",
    "| Rivulet, texts, read, 100 to 10,000 chunks | 2 |  |  | <= 1.1, met | 1.00 |",
    "| Rivulet, nests, read, 100 to 10,000 chunks | 2 |  |  | <= 1.1, met | 1.00 |",
  ]);
});

test("does not let a pipe in a name end the cell", () => {
  const rows = [{ id: "a", label: "model | parser", kind: "ours" as const, cost: 1.5 }];
  expect(formatFigures([[{ ...barResult, rows }]])).toContain("| model \\| parser | 1.50 |");
});
