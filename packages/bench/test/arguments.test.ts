import { parseArguments } from "../src/arguments.ts";

const known = ["w1", "w2"];

test("runs everything in full unless told otherwise", () => {
  expect(parseArguments([], known)).toStrictEqual({
    ids: [],
    scale: "full",
    isJson: false,
    file: undefined,
  });
  expect(parseArguments(["W1", "--quick", "--json", "--save", "out.jsonl"], known)).toStrictEqual({
    ids: ["w1"],
    scale: "quick",
    isJson: true,
    file: "out.jsonl",
  });
});

test("refuses what it does not know", () => {
  expect(() => parseArguments(["w9"], known)).toThrow(
    'There is no benchmark "w9"; give some of w1, w2.',
  );
  expect(() => parseArguments(["--fast"], known)).toThrow("--fast");
});
