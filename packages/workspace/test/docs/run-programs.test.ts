import { loopbackImport, toExampleFile } from "../../src/docs/documents.ts";
import { extractPrograms, extractShellLines } from "../../src/docs/extract-programs.ts";
import { drawLayers, insertLayerPicture } from "../../src/docs/layer-picture.ts";
import { matchesOutput, withPlaceholders } from "../../src/docs/match-output.ts";
import { runPrograms, type ProgramResult } from "../../src/docs/run-programs.ts";

const fence = "```";

describe("extractPrograms", () => {
  it("makes a program of a block and those that continue it, with their outputs", () => {
    const markdown = [
      "# Title",
      "",
      `${fence}ts`,
      "const one = 1;",
      fence,
      "",
      "Words.",
      "",
      `${fence}ts continue`,
      "console.log(one);",
      fence,
      "",
      `${fence}text`,
      "1",
      fence,
    ].join("\n");
    expect(extractPrograms("a.md", markdown)).toEqual([
      {
        document: "a.md",
        heading: "Title",
        blocks: [
          { code: "const one = 1;", output: undefined, line: 4, outputLines: undefined },
          { code: "console.log(one);", output: "1", line: 10, outputLines: [13, 14] },
        ],
        hasLoopback: false,
      },
    ]);
  });

  it("knows which programs ask a provider, and begins their files with the server", () => {
    const markdown = `# A\n${fence}ts loopback\n1;\n${fence}\n${fence}ts continue\n2;\n${fence}\n`;
    const [program] = extractPrograms("docs/a.md", markdown);
    expect(program?.blocks.map(({ code }) => code)).toEqual(["1;", "2;"]);
    expect(program && toExampleFile(program).split("\n").slice(1)).toEqual([
      loopbackImport,
      "",
      "1;",
      "",
      "2;",
      "",
    ]);
  });

  it("takes a text block for output only right behind the program", () => {
    const markdown = `# A\n${fence}ts\n1;\n${fence}\nWords.\n${fence}text\nno output\n${fence}\n`;
    expect(extractPrograms("a.md", markdown)[0]?.blocks[0]?.output).toBeUndefined();
  });

  it("does not look into other fences", () => {
    const markdown = `# A\n${fence}${fence}md\n# B\n${fence}ts\n1;\n${fence}\n${fence}${fence}\n`;
    expect(extractPrograms("a.md", markdown)).toEqual([]);
  });

  it("refuses two programs in one section", () => {
    const block = `${fence}ts\n1;\n${fence}\n`;
    expect(() => extractPrograms("a.md", `# A\n${block}${block}`)).toThrow(
      "a.md:6: this block is the second program of its section; continue the first.",
    );
  });

  it("refuses a block that continues another section", () => {
    const markdown = `# A\n${fence}ts\n1;\n${fence}\n# B\n${fence}ts continue\n2;\n${fence}\n`;
    expect(() => extractPrograms("a.md", markdown)).toThrow("a.md:7: this block continues nothing");
  });
});

describe("extractShellLines", () => {
  it("lists commands without comments", () => {
    const markdown = `# A\n${fence}sh\n# set up\nnpm test   # all\n\nnpm start\n${fence}\n`;
    expect(extractShellLines("a.md", markdown)).toEqual([
      { document: "a.md", line: 4, command: "npm test" },
      { document: "a.md", line: 6, command: "npm start" },
    ]);
  });
});

describe("matchesOutput", () => {
  it.each([
    { printed: "one\n", shown: "one", matches: true },
    { printed: "one  \ntwo\n\n", shown: "one\ntwo", matches: true },
    { printed: "one", shown: "two", matches: false },
    { printed: "one", shown: "one\ntwo", matches: false },
    { printed: "", shown: "one", matches: false },
    { printed: "a.c", shown: "abc", matches: false },
    { printed: "run 81fjUGoYyBiIcGeo95ILl", shown: "run <id>", matches: true },
    { printed: "run x", shown: "run <id>", matches: false },
    { printed: "took 1.25 ms", shown: "took <ms> ms", matches: true },
    { printed: "took long", shown: "took <ms> ms", matches: false },
    { printed: "[(a|b)] {^$} \\ a-b/c?", shown: "[(a|b)] {^$} \\ a-b/c?", matches: true },
  ])("$printed against $shown is $matches", ({ printed, shown, matches }) => {
    expect(matchesOutput(printed, shown)).toBe(matches);
  });

  it("accepts what withPlaceholders makes of it", () => {
    const printed = "{ run_id: '81fjUGoYyBiIcGeo95ILl', time: 1795458243122.4563 }";
    expect(withPlaceholders(printed)).toBe("{ run_id: '<id>', time: <ms> }");
    expect(matchesOutput(printed, withPlaceholders(printed))).toBe(true);
  });
});

describe("runPrograms", () => {
  let results: readonly ProgramResult[];

  beforeAll(async () => {
    const markdown = [
      '# Shared\n```ts\nconst greet = "hi";\nconsole.log(greet);\n```',
      '```ts continue\nconsole.log(greet + "!");\n```',
      "# Fails\n```ts\nconsole.log(1);\nthrow new TypeError('planted');\n```",
      "# Rejects\n```ts\nvoid Promise.reject(new Error('nobody cares'));\n```",
      '# Imports\n```ts\nimport { chain } from "@rivulet/runnables";\nconsole.log(await chain((n: number) => n + 1).invoke(1));\n```',
      '# Missing\n```ts\nimport { nothing } from "@rivulet/nothing";\nconsole.log(nothing);\n```',
      '# Configures\n```ts\nimport { configure } from "@rivulet/core";\nconfigure({ callbacks: [{ on_event: () => console.log("heard") }] });\n```',
      '# Is alone\n```ts\nimport { traceable } from "@rivulet/core";\nconsole.log(traceable(() => 3)());\n```',
      "# Silent\n```ts\nawait Promise.resolve();\n```",
      '# Asks\n```ts loopback\nimport { server } from "./loopback.ts";\nconsole.log(process.env["OPENAI_BASE_URL"] === server.openaiBaseUrl);\n```',
    ].join("\n");
    results = await runPrograms(extractPrograms("planted.md", markdown));
  });

  it("gives the output of each block, which share one module", () => {
    expect(results[0]).toEqual({ outputs: ["hi\n", "hi!\n"] });
  });

  it("tells of a program that throws", () => {
    expect(results[1]?.error).toContain("TypeError: planted");
  });

  it("tells of a rejection that nobody handles", () => {
    expect(results[2]?.error).toContain("nobody cares");
  });

  it("runs over the packages", () => {
    expect(results[3]).toEqual({ outputs: ["2\n"] });
  });

  it("tells of an import that is not there", () => {
    expect(results[4]?.error).toContain("@rivulet/nothing");
  });

  it("keeps what a program sets for the process from the next one", () => {
    expect(results[6]).toEqual({ outputs: ["3\n"] });
  });

  it("goes on after a failure", () => {
    expect(results[7]).toEqual({ outputs: [""] });
  });

  it("runs a program that asks a provider with the server in its place", () => {
    expect(results[8]).toEqual({ outputs: ["true\n"] });
  });
});

describe("drawLayers", () => {
  it("puts what imports above what it imports", () => {
    const picture = drawLayers({
      layers: { low: [["a"], ["b", "c"]] },
      siblings: { low: [], high: ["low"] },
    });
    expect(picture.split("\n")).toEqual([
      "+-------------------+",
      "| high  imports low |",
      "+-------------------+",
      "      |",
      "      v",
      "+-------+",
      "| low   |",
      "+-------+",
      "| b   c |",
      "| a     |",
      "+-------+",
    ]);
  });

  it("needs its place in the document", async () => {
    await expect(insertLayerPicture("no marks")).rejects.toThrow("no place");
  });
});
