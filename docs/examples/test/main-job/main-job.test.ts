import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEvent } from "@rivulet/runnables/wire";
import { Program } from "./program.ts";

const usage =
  "Usage: npm start -- [--events] [--model MODEL | --input FILE] [--delay MS] [--help]\n";
const directory = mkdtempSync(join(tmpdir(), "rivulet-main-job-"));

afterAll(() => {
  rmSync(directory, { recursive: true });
});

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

/** The output without what differs from run to run: durations, and the blanks in front of them. */
function withoutTimes(text: string): string {
  return text.replace(/ *(<1|[\d.]+) m?s\b/g, " TIME");
}

function linesStarting(text: string, start: string): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith(start));
}

describe("the main job", () => {
  it("prints plain lines when nobody looks at it: the JSON, the names, the runs, the filters, the failing tool", async () => {
    const { exitCode, stdout, stderr } = await Program.run();
    const expected = readFileSync(join(__dirname, "expected-output.txt"), "utf8");
    expect(withoutTimes(stdout)).toBe(expected);
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  it("prints every event as a line of JSON with --events", async () => {
    const { exitCode, stdout } = await Program.run("--events");
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => parseEvent(line));
    expect(exitCode).toBe(0);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
    expect(events.map(({ time }) => time)).toEqual(
      events.map(({ time }) => time).toSorted((a, b) => a - b),
    );
    const ids = new Set(events.map((event) => event.run_id));
    expect(ids.size).toBe(5);
    for (const id of ids) {
      const own = events.filter((event) => event.run_id === id);
      expect(own[0]?.event).toMatch(/_start$/);
      expect(own.at(-1)?.event).toMatch(/_end$/);
      expect(own.filter(({ event }) => event.endsWith("_stream"))).toHaveLength(
        Math.max(own.length - 2, 0),
      );
    }
    const chunks = events.flatMap((event) =>
      event.event === "on_chat_model_stream" ? [event.data.chunk.text] : [],
    );
    expect(chunks).toEqual(
      JSON.parse(readFileSync(join(__dirname, "../../data/countries.chunks.json"), "utf8")),
    );
  });

  it("says how it is used", async () => {
    const { exitCode, stdout, stderr } = await Program.run("--help");
    expect(stdout.startsWith(usage)).toBe(true);
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  it("refuses unknown options in one line", async () => {
    const stderr = `Unknown option '--evnts'. ${usage}`;
    expect(await Program.run("--evnts")).toEqual({ exitCode: 2, stdout: "", stderr });
  });

  it("ends quietly when its reader has seen enough", async () => {
    const program = new Program(["--delay", "5"]);
    await program.hasPrinted("json");
    program.process.stdout.destroy();
    const [exitCode] = (await once(program.process, "exit")) as [number];
    expect(exitCode).toBe(0);
    expect(program.process.stderr.read()).toBeNull();
  });

  it("cancels the run on SIGINT, and shows that", async () => {
    // So slow that it goes on for long after that.
    const program = new Program(["--delay", "200"]);
    await program.hasPrinted("json  {}");
    program.process.kill("SIGINT");
    const { exitCode, stdout, stderr } = await program.hasEnded();
    expect([exitCode, stderr]).toEqual([130, ""]);
    expect(stdout).toMatch(
      /⊘ countries .*\n├─ ✓ ChatPromptTemplate .*\n├─ ⊘ ScriptedChatModel .*\n│ {4}Interrupted\.\n/,
    );
    expect(stdout).not.toContain("2. The same run");
  });
});

describe("the main job over a text of the user's own", () => {
  it("shows the JSON of a file while it is read, in pieces that may cut a character", async () => {
    const names = ["대한민국", "España", "🇫🇷"];
    const path = fileOf(
      "countries.md",
      `Here:\n\`\`\`json\n${JSON.stringify({ countries: names.map((name) => ({ name })) })}\n\`\`\`\n`,
    );
    const { exitCode, stdout, stderr } = await Program.run("--input", path);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const snapshots = linesStarting(stdout, "json");
    expect(snapshots.length).toBeGreaterThan(3);
    expect(snapshots.at(-1)).toBe(
      'json  { "countries": [{ "name": "대한민국" }, { "name": "España" }, { "name": "🇫🇷" }] }',
    );
    expect(linesStarting(stdout, "name")).toEqual(
      expect.arrayContaining(names.map((name) => `name  ${name}`)),
    );
    expect(stdout).not.toContain("\uFFFD");
    expect(stdout).toMatch(/├─ ✓ TextModel +chat_model/);
  });

  it("shows JSON of any shape", async () => {
    const { exitCode, stdout } = await Program.run(
      "--input",
      fileOf("any.json", '[1, {"a\u0007": "\\u001b[2J"}, null]'),
    );
    expect(exitCode).toBe(0);
    expect(linesStarting(stdout, "json").at(-1)).toBe(
      String.raw`json  [1, { "a\u0007": "\u001b[2J" }, null]`,
    );
    expect(linesStarting(stdout, "name")).toEqual([]);
    expect(stdout).toContain("✓ countryNames");
  });

  it("shows standard input as it comes in, also when a character comes in two pieces", async () => {
    const program = new Program(["--input", "-"]);
    program.write('{"countries": [{"name": "Fr');
    await program.hasPrinted("name  Fr\n");
    const [first, ...rest] = Buffer.from("프");
    program.write(Buffer.concat([Buffer.from("anc"), Buffer.from([first ?? 0])]));
    await program.hasPrinted("name  Franc\n");
    program.write(Buffer.concat([Buffer.from(rest), Buffer.from('"}]}')]));
    const { exitCode, stdout } = await program.end();
    expect(exitCode).toBe(0);
    expect(linesStarting(stdout, "name")).toEqual(["name  Fr", "name  Franc", "name  Franc프"]);
  });

  it("streams the events of the text with --events", async () => {
    const { exitCode, stdout } = await Program.run(
      "--events",
      "--input",
      fileOf("small.json", "[1]"),
    );
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => parseEvent(line));
    expect(exitCode).toBe(0);
    expect(events.at(-1)).toMatchObject({ event: "on_chain_end", name: "countries" });
  });

  it.each([
    ["nothing", () => join(directory, "nothing.json"), "There is no file PATH.\n"],
    ["a directory", () => directory, "PATH is a directory; give the name of a file.\n"],
  ])("refuses %s before it runs anything", async (_what, pathOf, message) => {
    const path = pathOf();
    const stderr = message.replace("PATH", path);
    expect(await Program.run("--input", path)).toEqual({ exitCode: 1, stdout: "", stderr });
  });

  it.each([
    ["prose.txt", "No braces here.", "There is no JSON in PATH.\n"],
    ["empty.txt", "", "There is no JSON in PATH.\n"],
    ["wrong.json", '{"a": 1, b: 2}', "The JSON in PATH is wrong: "],
  ])(
    "says in one line what is wrong with %s, and shows the run that failed",
    async (name, content, message) => {
      const path = fileOf(name, content);
      const { exitCode, stdout, stderr } = await Program.run("--input", path);
      expect(exitCode).toBe(1);
      expect(stderr.startsWith(message.replace("PATH", path))).toBe(true);
      expect(stderr.match(/\n/g)).toHaveLength(1);
      expect(stdout).toContain("✗ JsonOutputParser");
    },
  );

  it("does not wait for the rest of standard input when what came is wrong", async () => {
    const program = new Program(["--input", "-"]);
    program.write('{"a": nope');
    const { exitCode, stderr } = await program.hasEnded();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^The JSON in standard input is wrong: /);
  });

  it("lets go of standard input on SIGINT", async () => {
    const program = new Program(["--input", "-"]);
    program.write('{"countries": [{"name": "France"');
    await program.hasPrinted("name  France");
    program.process.kill("SIGINT");
    const { exitCode, stdout, stderr } = await program.hasEnded();
    expect([exitCode, stderr]).toEqual([130, ""]);
    expect(stdout).toContain("⊘ TextModel");
  });
});

describe("the main job in a terminal", () => {
  const isThere = spawnSync("script", ["--version"]).stdout?.includes("util-linux") ?? false;

  (isThere ? it : it.skip)(
    "paints in place, gives the cursor back and leaves the last picture",
    () => {
      const program = join(__dirname, "../../dist/main-job/main.js");
      const command = `stty cols 80 rows 30; '${process.execPath}' '${program}' --delay 2`;
      const env = { ...process.env, TERM: "xterm-256color", NO_COLOR: undefined };
      const { status, stdout } = spawnSync("script", ["-qec", command, "/dev/null"], {
        env,
        encoding: "utf8",
        input: "",
      });
      expect(status).toBe(0);
      expect(stdout).toContain("\u001B[?25l");
      expect(stdout.lastIndexOf("\u001B[?25h")).toBeGreaterThan(stdout.lastIndexOf("\u001B[?25l"));
      const end = stdout.slice(stdout.indexOf("\u001B[?25h"));
      expect(end).toContain('    { "name": "Japan", "population": 126476461 }');
      expect(end).toContain("3. A tool that fails");
    },
  );
});
