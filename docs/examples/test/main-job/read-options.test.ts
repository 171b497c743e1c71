import { readOptions } from "../../src/main-job/read-options.ts";

const nothing = {
  help: false,
  events: false,
  input: undefined,
  model: undefined,
  delayMs: undefined,
};
const usage = "Usage: npm start -- [--events] [--model MODEL | --input FILE] [--delay MS] [--help]";

describe("the command line", () => {
  it.each([
    [[], {}],
    [["--help"], { help: true }],
    [["-h"], { help: true }],
    [["--events", "--input", "-"], { events: true, input: "-" }],
    [["--input=a b.json", "--delay", "0"], { input: "a b.json", delayMs: 0 }],
    [["--model", "embedded"], { model: { provider: "embedded", name: undefined } }],
    [["--model", "openai"], { model: { provider: "openai", name: undefined } }],
    [["--model=anthropic:claude-x:y"], { model: { provider: "anthropic", name: "claude-x:y" } }],
  ])("%j", (args, options) => {
    expect(readOptions(args)).toEqual({ ...nothing, ...options });
  });

  it.each([
    [["--evnts"], "Unknown option '--evnts'. "],
    [["--a\u001B[2Jb"], "Unknown option '--a\\u001b[2Jb'. "],
    [["--events=yes"], "Option '--events' does not take an argument. "],
    [["--input"], "Option '--input <value>' argument missing. "],
    [["--input", ""], "--input needs the name of a file, or -. "],
    [["--input", "--events"], "Option '--input' argument is ambiguous. "],
    [["countries.json"], "Unexpected argument 'countries.json'. "],
    [["--delay", "-1"], "Option '--delay' argument is ambiguous. "],
    ...["", "gpt-5.4", "openai:", "embedded:x", "mistral", "constructor"].map(
      (model): [string[], string] => [
        [`--model=${model}`],
        `--model was "${model}", but takes embedded, openai or anthropic, or one by its name, such as openai:gpt-5.4. `,
      ],
    ),
    [
      ["--input", "-", "--model", "openai"],
      "--input takes the place of a model, so leave --model out. ",
    ],
    [
      ["--delay", "soon"],
      '--delay was "soon", but takes a whole number of milliseconds up to 60000. ',
    ],
    [
      ["--delay", "60001"],
      '--delay was "60001", but takes a whole number of milliseconds up to 60000. ',
    ],
  ])("%j is refused in one line", (args, message) => {
    expect(() => readOptions(args)).toThrow(
      expect.objectContaining({ message: message + usage, exitCode: 2 }),
    );
  });
});
