import { createLogUpdate } from "log-update";
import stringWidth from "string-width";
import { toFrame } from "./frame.ts";
import type { LiveView } from "./live-view.ts";
import type { Output } from "./output.ts";
import type { RunDisplay } from "./run-display.ts";
import type { StreamEvent } from "@rivulet/runnables";

const shortestPauseMs = 16;

/** For terminals: one picture, painted over in place while the run goes on; the last one stays. */
export class ScreenDisplay implements RunDisplay {
  readonly #output: Output;
  readonly #update: ReturnType<typeof createLogUpdate>;
  readonly #onResize = (): void => {
    this.#forgetFrame();
    this.#paint();
  };
  #view: LiveView | undefined;
  #widths: readonly number[] = [];
  #pauseMs = shortestPauseMs;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
    this.#update = createLogUpdate(output.stream);
    output.stream.on("resize", this.#onResize);
  }

  show(_event: StreamEvent, view: LiveView): void {
    this.#view = view;
    this.#timer ??= setTimeout(() => {
      this.#paint();
    }, this.#pauseMs);
  }

  async end(view: LiveView): Promise<void> {
    clearTimeout(this.#timer);
    this.#output.stream.off("resize", this.#onResize);
    this.#update.clear();
    this.#update.done();
    await this.#output.print(...this.#toFrame(view, Infinity));
  }

  #paint(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#view === undefined || this.#output.isClosed) return;
    const startedAt = performance.now();
    const lines = this.#toFrame(this.#view, this.#output.rows - 1).map((line) =>
      this.#output.clip(line),
    );
    this.#update(lines.join("\n"));
    this.#widths = lines.map((line) => stringWidth(line));
    // A picture that takes long to make is made more seldom: the run goes first.
    this.#pauseMs = Math.max(shortestPauseMs, 4 * (performance.now() - startedAt));
  }

  // A terminal that was made narrower has broken the lines of the old frame: it takes more rows than were written.
  #forgetFrame(): void {
    if (this.#widths.length === 0) return;
    const { columns, stream } = this.#output;
    const rows = this.#widths.reduce(
      (sum, width) => sum + Math.max(1, Math.ceil(width / columns)),
      0,
    );
    this.#update.done();
    this.#widths = [];
    stream.write(`\u001B[${String(rows)}A\r\u001B[J`);
  }

  #toFrame(view: LiveView, rows: number): readonly string[] {
    const { style, columns } = this.#output;
    return toFrame(view, { style, columns, rows });
  }
}
