import { CallbackManager, contextOf, type RunManager } from "@rivulet/core";
import { toListeners, type RunContext } from "@rivulet/core/runtime";
import { ChildConfig } from "./child-config.ts";
import { checkConfig, isConfigField } from "./check-config.ts";
import type { RunnableConfig } from "./runnable-config.ts";
import { settingsOf, type CallSettings } from "./call-settings.ts";

/** One call of a runnable: a checked {@link RunnableConfig}, in the place where the call happens. */
export interface Call {
  readonly context: RunContext;
  /** Tags of the place (`seq:step:2`): of the next run, not of its children. */
  readonly positionalTags: readonly string[];
  readonly runName: string | undefined;
  readonly runId: string | undefined;
  /** What else cancels this call, beside its context's scope. */
  readonly signals: readonly AbortSignal[];
  readonly timeoutMs: number | undefined;
  /** What the config had beyond its own fields: options of the component that is called. */
  readonly options: Readonly<Record<string, unknown>>;
}

const none: readonly never[] = Object.freeze([]);
const noOptions: Readonly<Record<string, unknown>> = Object.freeze({});

/**
 * The call that a config describes.
 *
 * @throws {@link InvalidArgumentError} when a field has a wrong value.
 */
export function toCall(config: RunnableConfig | undefined): Call {
  if (config === undefined) return callIn(contextOf(undefined));
  checkConfig(config);
  return applyConfig(callIn(contextOf(config.callbacks)), config);
}

/** A call in this place, with no config of its own. */
export function callIn(context: RunContext, positionalTags: readonly string[] = none): Call {
  return {
    context,
    positionalTags,
    runName: undefined,
    runId: undefined,
    signals: none,
    timeoutMs: undefined,
    options: noOptions,
  };
}

/** A call inside a run, in the place that these tags name. */
export function childCall(run: RunManager, positionalTags?: readonly string[]): Call {
  return callIn(run.childContext, positionalTags);
}

/**
 * A call of a component that has config of its own (`withConfig`). What the call says itself (`runName`, `runId`, options)
 * goes before what the component says.
 */
export function applyOwnConfig(call: Call, config: RunnableConfig): Call {
  const { callbacks } = config;
  if (callbacks === undefined) return applyConfig(call, config);
  const listeners =
    callbacks instanceof CallbackManager ? callbacks.context.listeners : toListeners(callbacks);
  return applyConfig({ ...call, context: call.context.with({ listeners }) }, config);
}

function applyConfig(call: Call, config: RunnableConfig): Call {
  const { signal, timeoutMs } = limitsOf(config);
  return {
    context: applyToContext(call.context, config),
    positionalTags: call.positionalTags,
    runName: call.runName ?? config.runName,
    runId: call.runId ?? config.runId,
    signals: signal === undefined ? call.signals : [...call.signals, signal],
    timeoutMs: smaller(call.timeoutMs, timeoutMs),
    options: mergeOptions(call.options, optionsOf(config)),
  };
}

function applyToContext(context: RunContext, config: RunnableConfig): RunContext {
  const { tags, metadata } = config;
  const around = settingsOf(context);
  const settings = addSettings(around, config);
  const extended =
    tags === undefined && metadata === undefined ? context : context.with({ tags, metadata });
  return settings === around ? extended : extended.withSettings(settings);
}

function addSettings(settings: CallSettings, config: RunnableConfig): CallSettings {
  const { maxConcurrency, recursionLimit, configurable } = config;
  if (config instanceof ChildConfig) return settings;
  if (maxConcurrency === undefined && recursionLimit === undefined && configurable === undefined)
    return settings;
  return {
    maxConcurrency: maxConcurrency ?? settings.maxConcurrency,
    recursionLimit: recursionLimit ?? settings.recursionLimit,
    configurable:
      configurable === undefined
        ? settings.configurable
        : { ...settings.configurable, ...configurable },
  };
}

// The signal of a config that a function received is that of the scope it is in: nothing to add, and reading it would make
// an AbortController (2.5 us).
function limitsOf(config: RunnableConfig): {
  signal: AbortSignal | undefined;
  timeoutMs: number | undefined;
} {
  if (config instanceof ChildConfig) return { signal: undefined, timeoutMs: undefined };
  return { signal: config.signal, timeoutMs: config.timeout };
}

function smaller(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}

// Most configs have none: a rest pattern over the ten fields took 0.4 us of every call.
function optionsOf(config: RunnableConfig): Readonly<Record<string, unknown>> {
  if (config instanceof ChildConfig) return noOptions;
  const keys = Object.keys(config);
  if (keys.every(isConfigField)) return noOptions;
  const options = keys.filter((key) => !isConfigField(key));
  return Object.fromEntries(options.map((key) => [key, Reflect.get(config, key) as unknown]));
}

function mergeOptions(
  outer: Readonly<Record<string, unknown>>,
  inner: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (outer === noOptions) return inner;
  return inner === noOptions ? outer : { ...inner, ...outer };
}
