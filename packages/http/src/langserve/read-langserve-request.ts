import { EventParseError, InvalidArgumentError } from "@rivulet/core";
import * as z from "zod";
import { readJsonBody } from "../problems/read-json-body.ts";
import { runConfigSchema, type RunConfig } from "../problems/run-config.ts";
import { invalidValue, validateInput } from "../problems/validate-input.ts";
import { decodeLangServe } from "./decode-langserve.ts";
import type { LangServeSettings } from "./langserve-options.ts";

const names = z.array(z.string().max(1000)).max(1000).nullish();
// The clients send all of their config: what is not let to them is passed over, as LangServe does.
const config = z.record(z.string(), z.unknown()).nullish();
const kwargs = z.record(z.string(), z.unknown()).nullish();

const oneSchema = z.object({
  input: z.unknown(),
  config,
  kwargs,
  version: z.enum(["v1", "v2"]).nullish(),
  include_names: names,
  include_types: names,
  include_tags: names,
  exclude_names: names,
  exclude_types: names,
  exclude_tags: names,
});

const batchSchema = z.object({
  inputs: z.array(z.unknown()).max(1000),
  config: z.union([config, z.array(config)]),
  kwargs: z.union([kwargs, z.array(kwargs)]),
});

type Fields = Readonly<Record<string, unknown>>;

/** One call that a client asks for. */
export interface LangServeCall {
  readonly input: unknown;
  readonly config: RunConfig;
}

/** A call, with what is said beside it. */
export interface LangServeRequest extends LangServeCall {
  readonly version: "v1" | "v2";
  readonly filter: Readonly<Record<string, readonly string[]>>;
}

/** Reads the body of `/invoke`, `/stream` and `/stream_events`. */
export async function readLangServeRequest(
  request: Request,
  settings: LangServeSettings,
): Promise<LangServeRequest> {
  const body = oneSchema.safeParse(await readJsonBody(request, settings.maxBodyBytes));
  if (!body.success) throw invalidValue(body.error.issues);
  const { input, config: given, kwargs: rest, version } = body.data;
  return {
    ...(await toCall(input, given, settings)),
    // LangChain.js counts it among the options of the runnable.
    version: version ?? (rest?.["version"] === "v1" ? "v1" : "v2"),
    filter: toFilter(body.data),
  };
}

/** Reads the body of `/batch`. */
export async function readLangServeBatch(
  request: Request,
  settings: LangServeSettings,
): Promise<readonly LangServeCall[]> {
  const body = batchSchema.safeParse(await readJsonBody(request, settings.maxBodyBytes));
  if (!body.success) throw invalidValue(body.error.issues);
  const { inputs, config: given } = body.data;
  return Promise.all(
    inputs.map((input, index) =>
      toCall(input, Array.isArray(given) ? given[index] : given, settings),
    ),
  );
}

async function toCall(
  input: unknown,
  given: Fields | null | undefined,
  settings: LangServeSettings,
): Promise<LangServeCall> {
  const allowed = Object.entries(given ?? {}).flatMap(([key, value]) => {
    const name = camelNames[key] ?? key;
    return settings.configKeys.some((known) => known === name) && value != null
      ? [[name, value] as const]
      : [];
  });
  const config = runConfigSchema.safeParse(Object.fromEntries(allowed));
  if (!config.success) throw invalidValue(config.error.issues, "/config");
  const decoded = await validateInput(settings.inputSchema, decode(input), "/input");
  return { input: decoded, config: config.data };
}

const camelNames: Readonly<Record<string, string>> = { run_name: "runName" };

function decode(input: unknown): unknown {
  try {
    return decodeLangServe(input);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError || error instanceof EventParseError)) throw error;
    throw invalidValue([{ path: ["input"], message: "has a message or document that is none" }]);
  }
}

const filterKeys = {
  include_names: "includeNames",
  include_types: "includeTypes",
  include_tags: "includeTags",
  exclude_names: "excludeNames",
  exclude_types: "excludeTypes",
  exclude_tags: "excludeTags",
} as const;

function toFilter(body: z.infer<typeof oneSchema>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(filterKeys).flatMap(([key, name]) => {
      const list = body[key as keyof typeof filterKeys];
      return list == null ? [] : [[name, list]];
    }),
  );
}
