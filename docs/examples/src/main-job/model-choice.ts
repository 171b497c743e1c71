import type { BaseChatModel } from "@rivulet/runnables";
import { createRecordedModel } from "./recorded-model.ts";

/** Where a model is: in this program, or at a provider. */
export type ModelProvider = "embedded" | "openai" | "anthropic";

/** Which model the chain asks. */
export interface ModelChoice {
  readonly provider: ModelProvider;
  /** The provider's name of it; `undefined` is the one that is proposed. */
  readonly name: string | undefined;
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

const proposed = { openai: "gpt-5.4-mini", anthropic: "claude-haiku-5-5" } as const;
const keys = { openai: "OPENAI_API_KEY", anthropic: "ANTHROPIC_API_KEY" } as const;

/** The model that `--model` names: `embedded`, `openai`, `anthropic`, or `PROVIDER:NAME`; `undefined` when that is none. */
export function parseModelChoice(text: string): ModelChoice | undefined {
  const [, provider, name] = /^(embedded|openai|anthropic)(?::(.+))?$/.exec(text) ?? [];
  if (provider === undefined || (provider === "embedded" && name !== undefined)) return undefined;
  return { provider: provider as ModelProvider, name };
}

/** The model that is asked when nobody says: a provider's where there is its key, the first of them, else the embedded one. */
export function defaultModelChoice(environment: Environment): ModelChoice {
  const found = (["openai", "anthropic"] as const).find((provider) =>
    hasKey(provider, environment),
  );
  return { provider: found ?? "embedded", name: undefined };
}

/** The environment variable that a choice needs and that is not there. */
export function findMissingKey(
  { provider }: ModelChoice,
  environment: Environment,
): string | undefined {
  return provider === "embedded" || hasKey(provider, environment) ? undefined : keys[provider];
}

/** Says which model it is. */
export function describeModel({ provider, name }: ModelChoice): string {
  if (provider !== "embedded") return `${provider}, ${name ?? proposed[provider]}`;
  return `embedded: plays back a recorded answer (with ${keys.openai} or ${keys.anthropic}, a real one)`;
}

/** Makes the model. That of a provider is one line, and is loaded when it is wanted. */
export async function createModel(
  { provider, name }: ModelChoice,
  delayMs: number,
): Promise<BaseChatModel> {
  if (provider === "openai") {
    const { ChatOpenAI } = await import("@rivulet/openai");
    return new ChatOpenAI({ model: name ?? proposed.openai });
  }
  if (provider === "anthropic") {
    const { ChatAnthropic } = await import("@rivulet/anthropic");
    return new ChatAnthropic({ model: name ?? proposed.anthropic, maxTokens: 1_024 });
  }
  return createRecordedModel(delayMs);
}

function hasKey(provider: keyof typeof keys, environment: Environment): boolean {
  return (environment[keys[provider]] ?? "") !== "";
}
