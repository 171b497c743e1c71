import { EventParseError } from "@rivulet/core";
import * as z from "zod";
import { readJsonBody } from "../problems/read-json-body.ts";
import { invalidValue, validateInput } from "../problems/validate-input.ts";
import { fromWireValue } from "../util/wire-value.ts";
import type { EventsConfigKey, EventsHandlerSettings } from "./events-handler-options.ts";

// Control characters: a line break in a name would be one in a log or a header.
const line = z
  .string()
  .max(1000)
  .regex(/^\P{Cc}*$/u, { error: "must have no control characters" });

const configSchema = z.strictObject({
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
export type RunRequestConfig = Partial<z.infer<typeof configSchema>>;

const bodySchema = z.strictObject({
  input: z.custom<unknown>((value) => value !== undefined, { error: "is missing" }),
  config: configSchema.optional(),
});

/** A run that a client asks for. */
export interface RunRequest {
  readonly input: unknown;
  readonly config: RunRequestConfig;
}

/**
 * The run that the body of a `POST` asks for: `{ "input": …, "config": { "tags": [], "metadata": {}, "runName": "" } }`.
 *
 * @throws {@link HttpProblemError} 4xx when the body is no such thing, or the input not what the schema wants.
 */
export async function readRunRequest(
  request: Request,
  settings: Pick<EventsHandlerSettings, "maxBodyBytes" | "inputSchema" | "configKeys">,
): Promise<RunRequest> {
  const body = bodySchema.safeParse(await readJsonBody(request, settings.maxBodyBytes));
  if (!body.success) throw invalidValue(body.error.issues);
  const config = body.data.config ?? {};
  const refused = Object.keys(config).find(
    (key) => !settings.configKeys.includes(key as EventsConfigKey),
  );
  if (refused !== undefined) {
    throw invalidValue([{ path: ["config", refused], message: "may not be set by a client" }]);
  }
  const input = decodeInput(body.data.input);
  return { input: await validateInput(settings.inputSchema, input, "/input"), config };
}

function decodeInput(wire: unknown): unknown {
  try {
    return fromWireValue(wire);
  } catch (error) {
    if (!(error instanceof EventParseError)) throw error;
    throw invalidValue([{ path: ["input"], message: "is no value in wire form" }]);
  }
}
