import { chain, type StreamEvent, tool } from "@rivulet/runnables";
import { z } from "zod";
import { toEventLines } from "./event-lines.ts";
import type { Output } from "./output.ts";
import { emptyRunTree, nextRunTree } from "./run-tree-view.ts";
import { toRunTreeLines } from "./run-tree-lines.ts";

const populations: ReadonlyMap<string, number> = new Map([["Japan", 126_476_461]]);

const findPopulation = tool(
  (country: string) => {
    const population = populations.get(country);
    if (population === undefined) throw new Error(`There are no figures for ${country}.`);
    return population;
  },
  {
    name: "find_population",
    description: "How many people live in a country.",
    schema: z.string(),
  },
);

// The tool's runs become children of this one by themselves: nothing is passed on.
const lookUp = chain(async function lookUp(countries: readonly string[]) {
  const found: string[] = [];
  for (const country of countries) {
    const population = await findPopulation.invoke(country).catch(() => "unknown");
    found.push(`${country}: ${String(population)}`);
  }
  return found;
});

/** Runs a function that calls a tool twice; the second call fails, which the function bears and the events tell. */
export async function showFailingTool(output: Output, signal: AbortSignal): Promise<void> {
  const events: StreamEvent[] = [];
  for await (const event of lookUp.streamEvents(["Japan", "Atlantis"], { signal }))
    events.push(event);
  const tree = events.reduce(nextRunTree, emptyRunTree);
  await output.print(...toEventLines(events, output), "", ...toRunTreeLines(tree, output.style));
}
