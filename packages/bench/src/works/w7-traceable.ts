import { configure, traceable } from "@rivulet/core";
import { awaitAllCallbacks } from "@langchain/core/callbacks/promises";
import { langchainLambda, langchainListener } from "../chains/langchain-runs.ts";
import { timedWork } from "../timed-work.ts";
import type { Scale, Work } from "../work.ts";

const callsBy: Readonly<Record<Scale, number>> = { full: 2_000, quick: 500, smoke: 3 };

const increment = (value: number): number => value + 1;
const incrementLater = (value: number): Promise<number> => Promise.resolve(value + 1);
const traced = traceable(increment, { name: "increment" });
const tracedLater = traceable(incrementLater, { name: "incrementLater" });

/** Any function, traced, with one listener. */
export const w7: Work = timedWork({
  id: "w7",
  title: "a traced function call, one listener",
  unit: "us a call",
  sides: (scale) => {
    const calls = callsBy[scale];
    const common = { units: calls, sameOutcomeAs: "events" };
    return [
      {
        ...common,
        id: "traced",
        label: "Rivulet, traceable function",
        run: () => withListener(calls, traced),
        peer: "lambda",
      },
      {
        ...common,
        id: "later",
        label: "Rivulet, traceable async function",
        run: () => withListener(calls, tracedLater),
        peer: "lambda",
      },
      {
        ...common,
        id: "lambda",
        label: "LangChain.js, RunnableLambda",
        run: () => langchainCalls(calls),
      },
    ];
  },
  claims: [
    { text: "a traced call", figure: (cost) => cost("traced"), unit: "us", atMost: 2.6 },
    { text: "a traced asynchronous call", figure: (cost) => cost("later"), unit: "us" },
  ],
});

async function withListener(
  calls: number,
  call: (value: number) => number | Promise<number>,
): Promise<number> {
  let events = 0;
  configure({
    callbacks: [
      {
        on_event: () => {
          events += 1;
        },
      },
    ],
  });
  for (let index = 0; index < calls; index += 1) {
    const result = call(index);
    if (typeof result !== "number") await result;
  }
  configure({ callbacks: [] });
  return events;
}

async function langchainCalls(calls: number): Promise<number> {
  const { handler, count } = langchainListener();
  for (let index = 0; index < calls; index += 1)
    await langchainLambda.invoke(index, { callbacks: [handler] });
  await awaitAllCallbacks();
  return count();
}
