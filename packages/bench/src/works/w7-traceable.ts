import { traceable } from "@rivulet/core";
import { awaitAllCallbacks } from "@langchain/core/callbacks/promises";
import { callInSpan, callInSpanLater, countedTracer } from "../chains/effect-spans.ts";
import { langchainLambda, langchainListener } from "../chains/langchain-runs.ts";
import {
  countedSpans,
  exportedSpans,
  spanned,
  spannedLater,
  type ObserveSpans,
} from "../chains/otel-spans.ts";
import { countProcessEvents } from "../chains/process-listener.ts";
import type { Side } from "../frame/side.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";

const callsBy: Readonly<Record<Scale, number>> = { full: 2_000, quick: 500, smoke: 3 };

const increment = (value: number): number => value + 1;
const incrementLater = (value: number): Promise<number> => Promise.resolve(value + 1);

/** Any function, traced, with one listener that counts what it is told. */
export const w7: Work = timedWork({
  id: "w7",
  title: "a traced function call, one listener",
  unit: "us a call",
  plan: (scale) => {
    const calls = callsBy[scale];
    // Each gives the events that its listener was told: a start and an end for each call.
    const sides = [...ours(calls), ...spans(calls), ...effects(calls), langchain(calls)];
    return {
      sides: sides.map((side) => ({ ...side, units: calls, sameOutcomeAs: "events" })),
      claims: [
        {
          text: "a traced call against the lambda of LangChain.js",
          figure: (cost) => cost("lambda") / cost("traced"),
          unit: "x",
        },
      ],
    };
  },
});

type UnsizedSide = Omit<Side, "units">;

function ours(calls: number): readonly UnsizedSide[] {
  const traced = traceable(increment, { name: "increment" });
  const tracedLater = traceable(incrementLater, { name: "incrementLater" });
  return [
    {
      id: "traced",
      label: "Rivulet, traceable function",
      kind: "ours",
      run: () =>
        countProcessEvents(() => {
          callOften(calls, traced);
        }),
      peer: "span",
      goal: { costAtMost: 2.6, ratioAtLeast: 1 },
    },
    {
      id: "later",
      label: "Rivulet, traceable async function",
      kind: "ours",
      run: () => countProcessEvents(() => awaitOften(calls, tracedLater)),
      peer: "span-later",
      goal: { ratioAtLeast: 1 },
    },
  ];
}

function spans(calls: number): readonly UnsizedSide[] {
  return [
    {
      id: "span",
      label: "OpenTelemetry span",
      kind: "peer",
      run: () => inSpans(calls, countedSpans()),
    },
    {
      id: "span-later",
      label: "OpenTelemetry span, async function",
      kind: "peer",
      run: () =>
        countedSpans()((tracer) =>
          awaitOften(calls, spannedLater(tracer, "incrementLater", incrementLater)),
        ),
    },
    {
      id: "exported",
      label: "OpenTelemetry span, exported to memory",
      kind: "peer",
      run: () => inSpans(calls, exportedSpans()),
    },
  ];
}

function inSpans(calls: number, observe: ObserveSpans): Promise<number> {
  return observe(async (tracer) => {
    callOften(calls, spanned(tracer, "increment", increment));
  });
}

function effects(calls: number): readonly UnsizedSide[] {
  return [
    {
      id: "effect",
      label: "Effect span, runSync",
      kind: "peer",
      run: async () => {
        const counted = countedTracer();
        callOften(calls, (value) => callInSpan(counted, "increment", () => increment(value)));
        return Promise.resolve(counted.count());
      },
    },
    {
      id: "effect-later",
      label: "Effect span, runPromise",
      kind: "peer",
      run: async () => {
        const counted = countedTracer();
        await awaitOften(calls, (value) =>
          callInSpanLater(counted, "incrementLater", () => incrementLater(value)),
        );
        return counted.count();
      },
    },
  ];
}

function langchain(calls: number): UnsizedSide {
  return {
    id: "lambda",
    label: "LangChain.js, RunnableLambda",
    kind: "peer",
    run: async () => {
      const { handler, count } = langchainListener();
      await awaitOften(calls, (value) => langchainLambda.invoke(value, { callbacks: [handler] }));
      await awaitAllCallbacks();
      return count();
    },
  };
}

function callOften(calls: number, call: (value: number) => number): void {
  let value = 0;
  for (let index = 0; index < calls; index += 1) value = call(value);
  check(value, calls);
}

async function awaitOften(calls: number, call: (value: number) => Promise<number>): Promise<void> {
  let value = 0;
  for (let index = 0; index < calls; index += 1) value = await call(value);
  check(value, calls);
}

function check(value: number, calls: number): void {
  if (value !== calls) throw new Error(`${String(calls)} calls counted to ${String(value)}.`);
}
