import type { JsonValue, StreamEvent } from "@rivulet/runnables";
import { toJsonText } from "./json-text.ts";
import { type LiveView, nameIn } from "./live-view.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import type { RunDisplay } from "./run-display.ts";
import { toRunTreeLines } from "./run-tree-lines.ts";

/** For files and pipes: each state of the JSON and each name as a line when it comes, the tree of runs at the end. */
export class LineDisplay implements RunDisplay {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  async show(event: StreamEvent): Promise<void> {
    if (event.event === "on_parser_stream") {
      await this.#output.print(`json  ${toJsonText(event.data.chunk as JsonValue)}`);
    }
    const name = nameIn(event);
    if (name !== undefined) await this.#output.print(`name  ${printable(name)}`);
  }

  async end({ tree }: LiveView): Promise<void> {
    await this.#output.print("", ...toRunTreeLines(tree, this.#output.style));
  }
}
