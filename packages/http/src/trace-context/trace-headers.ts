import { getCurrentRun, type RunManager } from "@rivulet/core";
import { toHash } from "../util/to-hash.ts";
import { formatBaggage } from "./baggage.ts";
import { findTrace, noTrace } from "./incoming-trace.ts";
import { encodeId, formatLineage, ourKey } from "./run-lineage.ts";
import { formatTraceParent, type TraceParent } from "./trace-parent.ts";
import { formatTraceState } from "./trace-state.ts";

const sampled = 1;
// Sampled and random-trace-id: those that no version names yet have to be zero.
const knownFlags = 0b11;

/**
 * Where a run stands in the trace that other services see: its trace is that of its request, or one of its own, whose id
 * follows from the root's id as the span id does from the run's id.
 *
 * @example
 * toTraceParent(run).traceId; // "4bf92f3577b34da6a3ce929d0e0e4736"
 */
export function toTraceParent(run: RunManager): TraceParent {
  const parent = findTrace(run)?.parent;
  return {
    traceId: parent?.traceId ?? toTraceId(run.parentIds[0] ?? run.id),
    spanId: toSpanId(run.id),
    flags: (parent?.flags ?? sampled) & knownFlags,
  };
}

/** The trace id, 16 bytes in hexadecimal digits, of the tree below a root run. */
export function toTraceId(rootId: string): string {
  return toHash(rootId, 128);
}

/** The span id, 8 bytes in hexadecimal digits, of a run. */
export function toSpanId(runId: string): string {
  return toHash(runId, 64);
}

/**
 * The headers that make a request part of a run, for clients other than `fetch`: `traceparent`, `tracestate` and `baggage`.
 * The run id travels in the last two. Empty without a run.
 *
 * @param run the run that makes the request; by default the ambient one.
 */
export function traceHeaders(run: RunManager | undefined = getCurrentRun()): TraceHeaders {
  if (run === undefined) return {};
  const { state, baggage } = findTrace(run) ?? noTrace;
  return {
    traceparent: formatTraceParent(toTraceParent(run)),
    tracestate: formatTraceState(state, [ourKey, encodeId(run.id)]),
    baggage: formatBaggage(baggage, [ourKey, formatLineage(run.lineage)]),
  };
}

/** Headers by their lower-case names. */
export type TraceHeaders = Readonly<Record<string, string>>;
