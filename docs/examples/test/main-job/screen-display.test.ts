import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import type { StreamEvent } from "@rivulet/runnables";
import { emptyView, nextView } from "../../src/main-job/live-view.ts";
import { Output } from "../../src/main-job/output.ts";
import { ScreenDisplay } from "../../src/main-job/screen-display.ts";
import { recordCountries } from "./countries-run.ts";

const csi = "\u001B[";

/** A terminal that keeps what is written to it. */
class FakeTerminal extends Writable {
  readonly isTTY = true;
  columns = 60;
  rows = 30;
  readonly writes: string[] = [];

  hasColors(): boolean {
    return false;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.writes.push(chunk.toString());
    done();
  }

  /** The lines of the last picture, without the escapes that put it in its place. */
  get lastLines(): readonly string[] {
    return stripVTControlCharacters(this.writes.at(-1) ?? "")
      .trimEnd()
      .split("\n");
  }
}

let events: readonly StreamEvent[];
let terminal: FakeTerminal;
let display: ScreenDisplay;

beforeAll(async () => {
  ({ events } = await recordCountries());
});

// Not the terminal that the tests are run in, which may be none or a dumb one.
const { TERM: outerTerm } = process.env;

beforeEach(() => {
  process.env["TERM"] = "xterm-256color";
  jest.useFakeTimers();
  terminal = new FakeTerminal();
  display = new ScreenDisplay(createOutput(terminal));
});

afterEach(() => {
  jest.useRealTimers();
  if (outerTerm === undefined) Reflect.deleteProperty(process.env, "TERM");
  else process.env["TERM"] = outerTerm;
});

function createOutput(stream: FakeTerminal): Output {
  return new Output(stream, () => undefined);
}

function showUpTo(count: number): void {
  let view = emptyView;
  for (const event of events.slice(0, count)) {
    view = nextView(view, event);
    display.show(event, view);
  }
}

describe("the display for terminals", () => {
  it("paints once for many events, and then over its own lines only", () => {
    showUpTo(80);
    expect(terminal.writes).toEqual([]);
    jest.runOnlyPendingTimers();
    expect(terminal.writes).toHaveLength(1);
    expect(terminal.lastLines).toContain("names  France  Sp  Spain");
    showUpTo(events.length);
    jest.runOnlyPendingTimers();
    expect(terminal.writes).toHaveLength(2);
    // Up some lines, erase, write: never the whole screen.
    expect(terminal.writes[1]).toContain(`${csi}2K`);
    expect(terminal.writes[1]).not.toContain(`${csi}2J`);
  });

  it("clips every line to the columns and the picture to the rows", () => {
    terminal.columns = 24;
    terminal.rows = 12;
    showUpTo(events.length);
    jest.runOnlyPendingTimers();
    const lines = terminal.lastLines;
    expect(lines.length).toBeLessThan(12);
    expect(lines.map((line) => line.length).every((length) => length <= 24)).toBe(true);
    expect(lines.some((line) => line.endsWith("…"))).toBe(true);
  });

  it("paints anew when the terminal has another size, over all that the old picture takes now", () => {
    showUpTo(events.length);
    jest.runOnlyPendingTimers();
    const { length } = terminal.lastLines;
    terminal.columns = 30;
    terminal.emit("resize");
    const [up = "", erase] = (terminal.writes.at(-2) ?? "").split("A\r");
    expect(Number(up.replace(csi, ""))).toBeGreaterThan(length);
    expect(erase).toBe(`${csi}J`);
    expect(terminal.lastLines.every((line) => line.length <= 30)).toBe(true);
  });

  it("leaves the last picture behind, whole, and paints no more", async () => {
    terminal.rows = 8;
    showUpTo(events.length);
    jest.runOnlyPendingTimers();
    await display.end(events.reduce(nextView, emptyView));
    const lines = terminal.lastLines;
    expect(lines[0]).toBe("{");
    expect(lines).toContain("names  France  Sp  Spain  Japan");
    expect(lines.at(-1)).toMatch(/^└─ ✓ countryNames/);
    const { length } = terminal.writes;
    terminal.emit("resize");
    jest.runOnlyPendingTimers();
    expect(terminal.writes).toHaveLength(length);
  });

  it("is silent when its terminal has gone", () => {
    const output = createOutput(terminal);
    const gone = new ScreenDisplay(output);
    terminal.emit("error", new Error("gone"));
    gone.show(events[0] as StreamEvent, emptyView);
    jest.runOnlyPendingTimers();
    expect(terminal.writes).toEqual([]);
  });
});

describe("what counts as a terminal", () => {
  it("has columns and can move its cursor", () => {
    expect(createOutput(terminal).isTerminal).toBe(true);
    terminal.columns = 0;
    expect(createOutput(terminal).isTerminal).toBe(false);
    expect(createOutput(terminal).columns).toBe(Infinity);
    terminal.columns = 60;
    process.env["TERM"] = "dumb";
    expect(createOutput(terminal).isTerminal).toBe(false);
  });
});
