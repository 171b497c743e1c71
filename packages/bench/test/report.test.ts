import { formatReport, toJsonLine } from "../src/report.ts";
import type { Report } from "../src/work.ts";

const report: Report = {
  id: "w0",
  title: "nothing",
  unit: "us a chunk",
  rounds: 3,
  rows: [
    { id: "ours", label: "Rivulet", cost: 1.234, ratio: 25.06 },
    { id: "peer", label: "LangChain.js", cost: 123.4, ratio: undefined },
  ],
  findings: [
    { text: "against the peer's", value: 25.06, unit: "x", atLeast: 50, atMost: undefined },
  ],
};

test("prints a table with ratios, and goals that were missed", () => {
  expect(formatReport(report)).toBe(
    [
      "W0  nothing (us a chunk; median of 3)",
      "  Rivulet                  1.23     25.1 x",
      "  LangChain.js              123",
      "  against the peer's       25.1 x   (goal: at least 50, missed)",
      "",
    ].join("\n"),
  );
});

test("prints one JSON line", () => {
  const line = toJsonLine(report);
  expect(line).not.toContain("\n");
  expect(JSON.parse(line)).toMatchObject({
    id: "w0",
    rows: [{ cost: 1.234, ratio: 25.06 }, { cost: 123.4 }],
  });
});
