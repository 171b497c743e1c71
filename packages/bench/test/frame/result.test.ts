import { parseJsonLines, toJsonLine, type Result } from "../../src/frame/result.ts";

const result: Result = {
  id: "w0",
  title: "nothing",
  unit: "us a chunk",
  rounds: 3,
  rows: [{ id: "ours", label: "Rivulet", kind: "ours", cost: 1.23456, ratio: 25.0649 }],
  findings: [],
  series: [
    {
      id: "growth",
      label: "Rivulet",
      kind: "ours",
      against: "chunks",
      panel: "all",
      points: [{ size: 123_456, units: 123_457, cost: 0.123456 }],
      exponent: 1.00049,
      atMost: 1.1,
    },
  ],
  environment: { node: "v20.20.0", platform: "linux x64", cpu: "some", cpus: 2, scale: "quick" },
};

test("writes one line, with four digits of what was measured and all of what was given", () => {
  const line = toJsonLine(result);
  expect(line).not.toContain("\n");
  expect(JSON.parse(line)).toMatchObject({
    id: "w0",
    rows: [{ cost: 1.235, ratio: 25.06 }],
    series: [{ points: [{ size: 123_456, units: 123_457, cost: 0.1235 }], exponent: 1 }],
    environment: { node: "v20.20.0" },
  });
});

test("reads what it wrote", () => {
  const lines = `${toJsonLine(result)}\n${toJsonLine({ ...result, id: "w1" })}\n`;
  expect(parseJsonLines(lines).map(({ id }) => id)).toStrictEqual(["w0", "w1"]);
});

test("refuses what is no result", () => {
  expect(() => parseJsonLines(`${toJsonLine(result)}\n{"id":"w1"}\n`)).toThrow(
    "Line 2 is no result; write the file with --save.",
  );
});
