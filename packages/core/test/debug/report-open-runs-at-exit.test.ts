import { runProgram } from "../support/run-program.ts";

/** The report with the ids and times of a run left out. */
function outline(report: string): string[] {
  return report
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/\([^)]*\)/, "(<id>)").replaceAll(/\d+ ms/g, "<ms>"));
}

const report = [
  "rivulet: at exit, 2 open runs",
  "  chain outer (<id>): open for <ms>, last on_chain_start <ms> ago",
  "    tool hang (<id>): open for <ms>, last on_tool_start <ms> ago",
];

describe("the report of runs that are open when the process", () => {
  it.each([
    ["has nothing left to do", "drain", 0],
    ["is ended by process.exit", "exit", 3],
  ])("%s is written to standard error", async (_what, way, exitCode) => {
    const ending = await runProgram("open-at-exit.ts", {}, [way]);
    expect({ ...ending, stderr: outline(ending.stderr) }).toEqual({
      exitCode,
      stdout: "",
      stderr: report,
    });
  });

  it("dies of an error is written to standard error, beside the error", async () => {
    const { exitCode, stderr } = await runProgram("open-at-exit.ts", {}, ["throw"]);
    expect(exitCode).toBe(1);
    expect(outline(stderr)).toEqual(expect.arrayContaining(report));
    expect(stderr).toContain("Error: uncaught");
  });

  it("lives on after an error is written when it ends; inspectRuns tells the runs at the error", async () => {
    const { exitCode, stdout, stderr } = await runProgram("open-at-exit.ts", {}, ["caught"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "uncaught: outer, hang\n" });
    expect(outline(stderr)).toEqual(report);
  });

  it.each([
    ["nothing is open", "nothing"],
    ["it was taken back", "taken-back"],
  ])("ends is not written where %s", async (_what, way) => {
    const ending = await runProgram("open-at-exit.ts", {}, [way]);
    expect(ending).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });
});

describe("the report of runs that are open when a worker thread", () => {
  it.each([
    ["has nothing left to do", "drain", "worker ended: 0\n"],
    ["is ended by process.exit", "exit", "worker ended: 3\n"],
    ["dies of an error", "throw", "worker failed: uncaught\nworker ended: 1\n"],
  ])("%s is written to standard error, of its own runs alone", async (_what, way, said) => {
    const { exitCode, stdout, stderr } = await runProgram("worker-at-exit.ts", {}, [way]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `${said}of the main thread\n`,
    });
    expect(outline(stderr)).toEqual(report);
  });

  it.each([
    ["is terminated", "terminate", 0, "worker ended: 1\nof the main thread\n"],
    ["goes with its process", "exit", 4, ""],
  ])("%s is not written: nothing more runs in it", async (_what, way, exitCode, stdout) => {
    const ending = await runProgram("worker-at-exit.ts", {}, ["stay", way]);
    expect(ending).toEqual({ exitCode, stdout, stderr: "" });
  });
});
