import { formatReport } from "../../src/frame/format-report.ts";
import type { Report } from "../../src/frame/report.ts";

const report: Report = {
  id: "w0",
  title: "nothing",
  unit: "us a chunk",
  rounds: 3,
  rows: [
    {
      id: "ours",
      label: "Rivulet",
      kind: "ours",
      cost: 1.234,
      ratio: 25.06,
      peerCost: 12_345,
      goal: { ratioAtLeast: 50, costAtMost: 1.5 },
    },
    { id: "peer", label: "LangChain.js", kind: "peer", cost: 12_345 },
    { id: "size", label: "size", kind: "ours", unit: "kB", cost: 30.5, goal: { costAtMost: 30 } },
  ],
  findings: [
    { text: "large to small", value: 1.4, unit: "x", atMost: 1.5 },
    { text: "memory", value: 151, unit: "MB", atMost: 150 },
  ],
  series: [
    {
      id: "growth",
      label: "Rivulet",
      kind: "ours",
      against: "chunks",
      panel: "all",
      points: [
        { size: 100, units: 100, cost: 1 },
        { size: 10_000, units: 10_000, cost: 2.5 },
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
      "  work                                us  peer us   ratio  goal                             growth",
      "  Rivulet                           1.23   12,345  25.1 x  >= 50 x, MISSED; <= 1.5 us, met",
      "  LangChain.js                    12,345",
      "  size                           30.5 kB                   <= 30 kB, MISSED",
      "  large to small                                   1.40 x  <= 1.5 x, met",
      "  memory                          151 MB                   <= 150 MB, MISSED",
      "  Rivulet, 100 to 10,000 chunks     2.50                   <= 1.1, MISSED                     1.15",
      "",
    ].join("\n"),
  );
});

test("takes the unit of the table where a finding has the same", () => {
  const findings = [
    { text: "over the bare call", value: 1.5, unit: "us", atMost: 2 },
    { text: "only said", value: 64, unit: "us" },
  ];
  const lines = formatReport({ ...report, rows: [], findings }).split("\n");
  expect(lines[2]).toMatch(/over the bare call +1\.50 +<= 2 us, met$/);
  expect(lines[3]).toMatch(/only said +64$/);
});
