import type { RunContext } from "@rivulet/core/runtime";

/** The settings that a call hands to every call inside it. */
export interface CallSettings {
  readonly maxConcurrency: number | undefined;
  readonly recursionLimit: number;
  readonly configurable: Readonly<Record<string, unknown>> | undefined;
}

const defaults: CallSettings = {
  maxConcurrency: undefined,
  recursionLimit: 25,
  configurable: undefined,
};

/** The settings that are in force in a place. */
export function settingsOf(context: RunContext): CallSettings {
  return (context.settings as CallSettings | undefined) ?? defaults;
}
