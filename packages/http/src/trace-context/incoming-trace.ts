import type { RunManager } from "@rivulet/core";
import { parseBaggage, type Baggage } from "./baggage.ts";
import { ourKey, parseLineage } from "./run-lineage.ts";
import { parseTraceParent, type TraceParent } from "./trace-parent.ts";
import { parseTraceState, type TraceState } from "./trace-state.ts";

/** What a request said of the trace that it is part of. Immutable. */
export interface IncomingTrace {
  /** `undefined` where the request began no valid trace. */
  readonly parent: TraceParent | undefined;
  readonly state: TraceState;
  readonly baggage: Baggage;
  /** The ids of the run that made the request and of those around it, root first; empty where no run did. */
  readonly lineage: readonly string[];
}

/** Gives a header of a request by its lower-case name; several of one name joined by commas. */
export type HeaderReader = (name: string) => string | null | undefined;

const noIds: readonly string[] = Object.freeze([]);
/** What a request said that said nothing. */
export const noTrace: IncomingTrace = Object.freeze({
  parent: undefined,
  state: parseTraceState(undefined),
  baggage: parseBaggage(undefined),
  lineage: noIds,
});
const traces = new WeakMap<RunManager["tree"], IncomingTrace>();

/**
 * Reads the trace context of a request. Never throws: a `traceparent` that is missing or invalid begins a new trace, and its
 * `tracestate` and the ids of runs are ignored then.
 */
export function readIncomingTrace(header: HeaderReader): IncomingTrace {
  const parent = parseTraceParent(header("traceparent"));
  const baggageHeader = header("baggage") ?? undefined;
  if (parent === undefined && baggageHeader === undefined) return noTrace;
  const state = parseTraceState(parent === undefined ? undefined : header("tracestate"));
  const baggage = parseBaggage(baggageHeader);
  const lineage = parent === undefined ? undefined : findLineage(state, baggage);
  return { parent, state, baggage, lineage: lineage ?? noIds };
}

// `tracestate` has the one id, for whoever drops the baggage on the way.
function findLineage(state: TraceState, baggage: Baggage): readonly string[] | undefined {
  return parseLineage(baggage.get(ourKey)) ?? parseLineage(state.get(ourKey));
}

/** Remembers the trace that the runs of a tree are part of, for as long as the tree lives. */
export function rememberTrace(run: RunManager, trace: IncomingTrace): void {
  if (trace !== noTrace) traces.set(run.tree, trace);
}

/** The trace that a run's request was part of; `undefined` where the run belongs to no request, or its request named none. */
export function findTrace(run: RunManager): IncomingTrace | undefined {
  return traces.get(run.tree);
}
