import { traceable } from "@rivulet/core";
import { awaitAllCallbacks } from "@langchain/core/callbacks/promises";
import { callInSpan, callInSpanLater, countedTracer } from "../chains/effect-spans.ts";
import { langchainLambda, langchainListener } from "../chains/langchain-runs.ts";
import { countProcessEvents } from "../chains/process-listener.ts";
import {
  countedSpans,
  exportedSpans,
  spanned,
  spannedLater,
  type ObserveSpans,
} from "../chains/otel-spans.ts";
import { timedWork } from "../timed-work.ts";
import type { Scale, Side, Work } from "../work.ts";

const callsBy: Readonly<Record<Scale, number>> = { full: 2_000, quick: 500, smoke: 3 };

const increment = (value: number): number => value + 1;
const incrementLater = (value: number): Promise<number> => Promise.resolve(value + 1);

/** Any function, traced, with one listener that counts what it is told. */
export const w7: Work = timedWork({
  id: "w7",
  title: "a traced function call, one listener",
  unit: "us a call",
  sides: (scale) => {
    const calls = callsBy[scale];
    // Each gives the events that its listener was told: a start and an end for each call.
    const sides = [...ours(calls), ...spans(calls), ...effects(calls), peer(calls)];
    return sides.map((side) => ({ ...side, units: calls, sameOutcomeAs: "events" }));
  },
  claims: [
    { text: "a traced call", figure: (cost) => cost("traced"), unit: "us", atMost: 2.6 },
    {
      text: "a traced call to an OpenTelemetry span",
      figure: (cost) => cost("traced") / cost("span"),
      unit: "x",
      atMost: 1,
    },
    {
      text: "a traced asynchronous call to such a span",
      figure: (cost) => cost("later") / cost("span-later"),
      unit: "x",
      atMost: 1,
    },
    {
      text: "a traced call against the peer's lambda",
      figure: (cost) => cost("lambda") / cost("traced"),
      unit: "x",
    },
  ],
});

type UnsizedSide = Pick<Side, "id" | "label" | "run" | "peer">;

function ours(calls: number): readonly UnsizedSide[] {
  const traced = traceable(increment, { name: "increment" });
  const tracedLater = traceable(incrementLater, { name: "incrementLater" });
  return [
    {
      id: "traced",
      label: "Rivulet, traceable function",
      run: () =>
        countProcessEvents(() => {
          callOften(calls, traced);
        }),
      peer: "span",
    },
    {
      id: "later",
      label: "Rivulet, traceable async function",
      run: () => countProcessEvents(() => awaitOften(calls, tracedLater)),
      peer: "span-later",
    },
  ];
}

function spans(calls: number): readonly UnsizedSide[] {
  return [
    { id: "span", label: "OpenTelemetry span", run: () => inSpans(calls, countedSpans()) },
    {
      id: "span-later",
      label: "OpenTelemetry span, async function",
      run: () =>
        countedSpans()((tracer) =>
          awaitOften(calls, spannedLater(tracer, "incrementLater", incrementLater)),
        ),
    },
    {
      id: "exported",
      label: "OpenTelemetry span, exported to memory",
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
      run: async () => {
        const counted = countedTracer();
        callOften(calls, (value) => callInSpan(counted, "increment", () => increment(value)));
        return Promise.resolve(counted.count());
      },
    },
    {
      id: "effect-later",
      label: "Effect span, runPromise",
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

function peer(calls: number): UnsizedSide {
  return {
    id: "lambda",
    label: "LangChain.js, RunnableLambda",
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
