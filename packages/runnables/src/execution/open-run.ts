import { CancelScope, RunManager, type Known, type Metadata, type RunType } from "@rivulet/core";
import type { Call } from "./call.ts";

/** What a component says of its runs. Tags and metadata are the component's own: not inherited by runs inside. */
export interface RunDescription {
  readonly type: RunType;
  readonly name: string;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: Metadata | undefined;
}

/** A run and, where the call made one, the scope that it has for itself. */
export interface OpenRun {
  readonly run: RunManager;
  readonly ownScope: CancelScope | undefined;
}

/** The scope for a call: one of its own where the call has limits or is the first, else that of its place. */
export function scopeFor(call: Call, needsOwn = false): { scope: CancelScope; isOwn: boolean } {
  const { context, signals, timeoutMs } = call;
  const around = context.scope;
  if (around !== undefined && !needsOwn && signals.length === 0 && timeoutMs === undefined) {
    return { scope: around, isOwn: false };
  }
  return { scope: new CancelScope(around), isOwn: true };
}

/** Applies a call's signals and timeout to a scope of its own. */
export function linkScope(scope: CancelScope, call: Call, name: string): void {
  if (call.signals.length > 0) for (const signal of call.signals) scope.linkSignal(signal);
  if (call.timeoutMs !== undefined) scope.linkTimeout(call.timeoutMs, name);
}

/**
 * Applies a call's signals and timeout to the scope that it is in, where that is the call's own: its run may begin only when
 * its input stream has ended, and must be cancelled before that as well. Gives the call without them.
 */
export function applyLimits(call: Call, name: string): Call {
  const { scope } = call.context;
  if (scope === undefined) return call;
  linkScope(scope, call, call.runName ?? name);
  return { ...call, signals: [], timeoutMs: undefined };
}

/** Opens a run for a call and tells its start. */
export function openRun(
  call: Call,
  description: RunDescription,
  options: { readonly input?: Known<unknown> | undefined; readonly needsOwnScope?: boolean } = {},
): OpenRun {
  const opened = createRun(call, description, options.needsOwnScope);
  opened.run.start(options.input);
  return opened;
}

/**
 * Makes the run of a call: the only place where a component's run comes from. Its start is still to be told, by whoever must
 * know the run before a listener can cancel it.
 */
export function createRun(
  call: Call,
  description: RunDescription,
  needsOwnScope?: boolean,
): OpenRun {
  const { scope, isOwn } = scopeFor(call, needsOwnScope);
  const name = call.runName ?? description.name;
  if (isOwn) linkScope(scope, call, name);
  const { runId: id, positionalTags } = call;
  const { type, tags, metadata } = description;
  const options = { type, name, id, positionalTags, tags, metadata, scope };
  const run = new RunManager(call.context, options);
  return { run, ownScope: isOwn ? scope : undefined };
}
