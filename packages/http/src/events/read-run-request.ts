import { EventParseError } from "@rivulet/core";
import * as z from "zod";
import { readJsonBody } from "../problems/read-json-body.ts";
import { invalidValue, validateInput } from "../problems/validate-input.ts";
import { fromWireValue } from "../util/wire-value.ts";
import { runConfigSchema, type EventsConfigKey, type RunConfig } from "../problems/run-config.ts";
import type { EventsHandlerSettings } from "./events-handler-options.ts";

const bodySchema = z.strictObject({
  input: z.custom<unknown>((value) => value !== undefined, { error: "is missing" }),
  config: runConfigSchema.optional(),
});

/** A run that a client asks for. */
export interface RunRequest {
  readonly input: unknown;
  readonly config: RunConfig;
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
