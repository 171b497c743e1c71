import { InvalidArgumentError } from "@rivulet/core";
import type { StreamEventFilter } from "@rivulet/runnables";
import * as z from "zod";

// Control characters: a line break in a name would be one in a log or a header.
const line = z
  .string()
  .max(1000)
  .regex(/^\P{Cc}*$/u, { error: "must have no control characters" });

/** The config of a run, as far as any client may say it. */
export const runConfigSchema = z.strictObject({
  tags: z.array(line).max(100).optional(),
  metadata: z.record(line, z.json()).optional(),
  runName: line.min(1).optional(),
  configurable: z.record(line, z.json()).optional(),
  timeout: z
    .number()
    .positive()
    .max(2 ** 31 - 1)
    .optional(),
});

/** What a client may say of the run that it starts. */
export type RunConfig = z.infer<typeof runConfigSchema>;

/** A field of a runnable's config that can be let to clients. */
export type EventsConfigKey = "tags" | "metadata" | "runName" | "configurable" | "timeout";

/**
 * The fields that are let to clients where nothing else is said: `tags`, `metadata` and `runName`, but for those by which the
 * server's filter decides. Who chooses a run's tags could let out all that is inside it.
 */
export function clientConfigKeys(filter: StreamEventFilter = {}): readonly EventsConfigKey[] {
  const { includeTags, includeNames, excludeNames, metadata, where } = filter;
  if (where !== undefined) return [];
  const keys: EventsConfigKey[] = [];
  if (includeTags === undefined) keys.push("tags");
  if (metadata === undefined) keys.push("metadata");
  if (includeNames === undefined && excludeNames === undefined) keys.push("runName");
  return keys;
}

/** @throws {@link InvalidArgumentError} when a key is none that can be let to clients. */
export function checkConfigKeys(keys: readonly EventsConfigKey[]): readonly EventsConfigKey[] {
  const wrong = keys.find((key) => !Object.hasOwn(runConfigSchema.shape, key));
  if (wrong === undefined) return keys;
  throw InvalidArgumentError.of(
    "configKeys had",
    wrong,
    Object.keys(runConfigSchema.shape).join(", "),
  );
}
