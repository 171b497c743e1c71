import { RunManager, type Metadata, type RunType } from "@rivulet/core";
import { CancelScope, linkSignal, linkTimeout } from "@rivulet/core/runtime";
import type { Call } from "./call.ts";

/** What a component says of its runs. Tags and metadata are the component's own: not inherited by runs inside. */
export interface RunDescription {
  readonly type: RunType;
  readonly name: string;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: Metadata | undefined;
}

/** The same with every field: descriptions have many shapes, and what is read for every run should have one. */
export type WholeDescription = Required<RunDescription>;

/** A run and, where the call made one, the scope that it has for itself. */
export interface OpenRun {
  readonly run: RunManager;
  readonly ownScope: CancelScope | undefined;
}

/** Applies a call's signals and timeout to a scope of its own. */
function linkScope(scope: CancelScope, call: Call, name: string): void {
  if (call.signals.length > 0) for (const signal of call.signals) linkSignal(scope, signal);
  if (call.timeoutMs !== undefined) linkTimeout(scope, call.timeoutMs, name);
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

/**
 * Makes the run of a call: the only place where a component's run comes from. Its start is still to be told, by whoever must
 * know the run before a listener can cancel it. It has a scope of its own where it needs one, where the call has limits, and
 * where it is the first.
 */
export function createRun(
  call: Call,
  description: WholeDescription,
  needsOwnScope = false,
): OpenRun {
  const { context, runId: id, positionalTags } = call;
  const { type, tags, metadata } = description;
  const name = call.runName ?? description.name;
  const around = context.scope;
  const isOwn = around === undefined || needsOwnScope || hasLimits(call);
  const scope = isOwn ? new CancelScope(around) : around;
  if (isOwn) linkScope(scope, call, name);
  const run = new RunManager(context, { type, name, id, positionalTags, tags, metadata, scope });
  return { run, ownScope: isOwn ? scope : undefined };
}

function hasLimits({ signals, timeoutMs }: Call): boolean {
  return signals.length > 0 || timeoutMs !== undefined;
}
