import { runProgram, type ProgramEnding } from "../support/run-program.ts";

function lines({ stderr }: ProgramEnding): string[] {
  return stderr
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replaceAll(/\d+(\.\d+)?m?s$/g, "<time>"));
}

const everything = [
  'rivulet:chain:answer:start "rivers"',
  '  rivulet:tool:search:start "rivers"',
  '  rivulet:tool:search:stream "a page about rivers" +<time>',
  '  rivulet:tool:search:stream ", and another" +<time>',
  '  rivulet:tool:search:end "a page about rivers, and another" <time>',
  "rivulet:chain:answer:custom progress { pages: 2 } +<time>",
  "  rivulet:retriever:open__page_1:start { password: [hidden] }",
  "  rivulet:retriever:open__page_1:error RangeError: no such page <time>",
  "rivulet:chain:answer:end 2 <time>",
];

// Each is a process of its own: the variable is read when it starts.
describe("a program that imports @rivulet/core/debug, with DEBUG", () => {
  it.each<[string, string, readonly string[]]>([
    ["for everything of it", "rivulet:*", everything],
    [
      "as in the guide",
      "rivulet:tool:*,-rivulet:*:stream",
      [
        '  rivulet:tool:search:start "rivers"',
        '  rivulet:tool:search:end "a page about rivers, and another" <time>',
      ],
    ],
    ["for others", "express:*,rivulet", []],
    ["empty", "", []],
  ])("%s writes its lines to standard error, and nothing else", async (_what, DEBUG, expected) => {
    const ending = await runProgram("answer.ts", { DEBUG });
    expect({ ...ending, stderr: lines(ending) }).toEqual({
      exitCode: 0,
      stdout: "2\n",
      stderr: expected,
    });
  });

  it("and DEBUG_COLORS paints the namespace, in one colour for a run", async () => {
    const { stderr } = await runProgram("answer.ts", { DEBUG: "*:answer:*", DEBUG_COLORS: "1" });
    const found = [...stderr.matchAll(/^(\p{Cc}\[3[\d;]+;1m)(rivulet:\S+)\p{Cc}\[0m /gmu)];
    expect(found.map(([, , namespace]) => namespace)).toEqual([
      "rivulet:chain:answer:start",
      "rivulet:chain:answer:custom",
      "rivulet:chain:answer:end",
    ]);
    expect(new Set(found.map(([, colour]) => colour)).size).toBe(1);
  });
});
