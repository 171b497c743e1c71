import { tool, type StructuredTool } from "@rivulet/runnables";
import { z } from "zod";
import type { Pace } from "./pace.ts";
import { TrailRetriever } from "./trail-retriever.ts";

const skies = ["sun and a light wind", "clouds, and dry", "rain in the afternoon"];

/** What the guide's model may call: `find_trails` and `weather`. */
export function createGuideTools(pace: Pace): readonly StructuredTool[] {
  const retriever = new TrailRetriever(pace);
  const findTrails = tool(
    async ({ wish }) => {
      const documents = await retriever.invoke(wish);
      return JSON.stringify(documents.map(({ metadata }) => metadata));
    },
    {
      name: "find_trails",
      description: "Walks that fit a wish, the best first.",
      schema: z.object({ wish: z.string() }),
    },
  );
  const weather = tool(
    async ({ town }, { signal }) => {
      await pace(signal);
      return `${town}: ${skies[town.length % skies.length] ?? ""}`;
    },
    {
      name: "weather",
      description: "The weather of a town, tomorrow.",
      schema: z.object({ town: z.string() }),
      tags: ["forecast"],
    },
  );
  return [findTrails, weather] as readonly StructuredTool[];
}
