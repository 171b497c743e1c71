import { once } from "node:events";
import type { WriteStream } from "node:tty";
import cliTruncate from "cli-truncate";
import { colours, plain, type Style } from "./style.ts";

/** The stream that all output goes to, as far as this program uses it: `process.stdout`, or a stand-in. */
export type OutputStream = NodeJS.WritableStream &
  Partial<Pick<WriteStream, "isTTY" | "columns" | "rows" | "hasColors">>;

/** Where lines go: a terminal of some width, or a file or pipe. */
export class Output {
  readonly stream: OutputStream;
  /** Colours where the terminal has them and `NO_COLOR` does not forbid them. */
  readonly style: Style;
  #failure: Error | undefined;

  /** `onClosed` is told when nobody reads on. */
  constructor(stream: OutputStream, onClosed: (error: Error) => void) {
    this.stream = stream;
    this.style = this.isTerminal && stream.hasColors?.() === true ? colours : plain;
    stream.on("error", (error: Error) => {
      this.#failure = error;
      onClosed(error);
    });
  }

  /** Whether a person looks at it, and lines can be painted over. A terminal without columns is not really there. */
  get isTerminal(): boolean {
    const { isTTY, columns } = this.stream;
    return isTTY === true && columns !== 0 && process.env["TERM"] !== "dumb";
  }

  /** Whether writing has failed: the reader of a pipe has gone. */
  get isClosed(): boolean {
    return this.#failure !== undefined;
  }

  /** How wide a line may be. */
  get columns(): number {
    return this.isTerminal ? (this.stream.columns ?? 80) : Infinity;
  }

  /** How many lines can be seen at once. */
  get rows(): number {
    return this.isTerminal ? (this.stream.rows ?? 24) : Infinity;
  }

  /** A line as far as it fits. */
  clip(line: string): string {
    return this.columns === Infinity ? line : cliTruncate(line, this.columns);
  }

  /** Writes lines, as far as they fit. */
  async print(...lines: readonly string[]): Promise<void> {
    await this.write(lines.map((line) => `${this.clip(line)}\n`).join(""));
  }

  /** Writes a text as it is. Waits while the reader lags behind; rejects when there is none any more. */
  async write(text: string): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.stream.write(text)) await once(this.stream, "drain");
  }
}
