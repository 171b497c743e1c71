import type { OperatorFunction } from "rxjs";
import { filter } from "rxjs/internal/operators/filter";
import { map } from "rxjs/internal/operators/map";
import type { RunEvent } from "../events/run-event.ts";
import { textOf } from "./text-of.ts";

/**
 * The text that models stream: that of each chunk of the `chat_model` and `llm` runs, without the empty ones.
 *
 * @example
 * model.streamEvents("Hello").pipe(text()).subscribe((piece) => process.stdout.write(piece));
 */
export function text<Event extends RunEvent>(): OperatorFunction<Event, string> {
  return (source) =>
    source.pipe(
      map((event) =>
        event.event === "on_chat_model_stream" || event.event === "on_llm_stream"
          ? textOf(event.data.chunk)
          : "",
      ),
      filter((piece) => piece !== ""),
    );
}
