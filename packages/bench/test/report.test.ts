import { formatReport } from "../src/report.ts";
import type { Report } from "../src/work.ts";

const report: Report = {
  id: "w0",
  title: "nothing",
  unit: "us a chunk",
  rounds: 3,
  rows: [
    {
      id: "ours",
      label: "Rivulet",
      cost: 1.234,
      ratio: 25.06,
      peerCost: 12_345,
      goal: { ratioAtLeast: 50, costAtMost: 1.5 },
    },
    { id: "peer", label: "LangChain.js", cost: 12_345, ratio: undefined },
  ],
  findings: [
    { text: "large to small", value: 1.4, unit: "x", atLeast: undefined, atMost: 1.5 },
    { text: "memory", value: 151, unit: "MB", atLeast: undefined, atMost: 150 },
  ],
  series: [
    {
      id: "growth",
      label: "Rivulet",
      side: "ours",
      against: "chunks",
      panel: "all",
      points: [
        { size: 100, units: 100, cost: 1 },
        { size: 10_000, units: 10_000, cost: 2 },
      ],
      exponent: 1.15,
      atMost: 1.1,
    },
  ],
};

test("prints a table with the peer, ratios, goals that were met and missed, and growth", () => {
  expect(formatReport(report)).toBe(
    [
      "W0  nothing (us a chunk; median of 3)",
      "  work                               us  peer us   ratio  goal                          growth",
      "  Rivulet                          1.23   12,345  25.1 x  >= 50 x, MISSED; <= 1.5, met",
      "  LangChain.js                   12,345",
      "  large to small                                  1.40 x  <= 1.5 x, met",
      "  memory                         151 MB                   <= 150 MB, MISSED",
      "  Rivulet, 100 to 10,000 chunks    2.00                   <= 1.1, MISSED                  1.15",
      "",
    ].join("\n"),
  );
});

test("takes the unit of the table where a finding has the same", () => {
  const findings = [
    { text: "over the bare call", value: 2, unit: "us", atLeast: undefined, atMost: 2 },
    { text: "only said", value: 2, unit: "us", atLeast: undefined, atMost: undefined },
  ];
  const [, , , , first, second] = formatReport({ ...report, findings }).split("\n");
  expect(first).toMatch(/over the bare call +2\.00 +<= 2, met$/);
  expect(second).toMatch(/only said +2\.00$/);
});
