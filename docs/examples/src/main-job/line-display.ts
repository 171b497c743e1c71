import type { JsonValue, StreamEvent } from "@rivulet/runnables";
import cliTruncate from "cli-truncate";
import { toJsonText } from "./json-text.ts";
import { type LiveView, nameIn } from "./live-view.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import type { RunDisplay } from "./run-display.ts";
import { toRunTreeLines } from "./run-tree-lines.ts";

const shownColumns = 160;

/** For files and pipes: each state of the JSON and each name as a line when it comes, the tree of runs at the end. */
export class LineDisplay implements RunDisplay {
  readonly #output: Output;
  #hasPrinted = false;

  constructor(output: Output) {
    this.#output = output;
  }

  async show(event: StreamEvent): Promise<void> {
    if (event.event === "on_parser_stream") {
      await this.#print(`json  ${shorten(toJsonText(event.data.chunk as JsonValue))}`);
    }
    const name = nameIn(event);
    if (name !== undefined) await this.#print(`name  ${printable(name)}`);
  }

  async end({ tree }: LiveView): Promise<void> {
    if (this.#hasPrinted) await this.#output.print("");
    await this.#output.print(...toRunTreeLines(tree, this.#output.style));
  }

  #print(line: string): Promise<void> {
    this.#hasPrinted = true;
    return this.#output.print(line);
  }
}

// The end is where a value grows, the beginning says what it is.
function shorten(line: string): string {
  return cliTruncate(line, shownColumns, { position: "middle" });
}
