import { filterEvents, type EventStream } from "@rivulet/core";
import type { StreamEvent, StreamEventFilter } from "@rivulet/runnables";
import { toEventLines } from "./event-lines.ts";
import type { Output } from "./output.ts";

/** The three filters that are shown, each under its title. The same objects go to `streamEvents` or to a callback handler. */
const filters: readonly (readonly [title: string, filter: StreamEventFilter])[] = [
  ["by name", { includeNames: ["countryNames"] }],
  ["by type", { includeTypes: ["chat_model"] }],
  ["by tag", { includeTags: ["answer"] }],
];

/** What came through one of the filters. */
export interface FilteredRun {
  readonly title: string;
  readonly filter: StreamEventFilter;
  readonly events: readonly StreamEvent[];
}

/** Listens to a run through each of the filters; the lists grow while it goes on. */
export function collectFiltered(events: EventStream<unknown, StreamEvent>): readonly FilteredRun[] {
  return filters.map(([title, filter]) => {
    const kept: StreamEvent[] = [];
    events.pipe(filterEvents(filter)).subscribe({
      next: (event) => kept.push(event),
      // Whoever shows the run tells of its failure.
      error: () => undefined,
    });
    return { title, filter, events: kept };
  });
}

/** Prints what came through each filter. */
export async function printFiltered(runs: readonly FilteredRun[], output: Output): Promise<void> {
  const { style } = output;
  for (const { title, filter, events } of runs) {
    const count = style("faint", `${String(events.length)} events`);
    await output.print("", `${title}  ${style("name", toCode(filter))}  ${count}`);
    await output.print(...toEventLines(events, output));
  }
}

function toCode(filter: StreamEventFilter): string {
  const fields = Object.entries(filter).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `{ ${fields.join(", ")} }`;
}
