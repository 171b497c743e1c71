import { langchainLambda, langchainListener } from "../chains/langchain-runs.ts";
import { rivuletLambda, rivuletListener } from "../chains/rivulet-runs.ts";
import { timedWork } from "../timed-work.ts";
import type { Scale, Side, Work } from "../work.ts";
import { w3TreeSeries, w3TreeSides } from "./w3-trees.ts";

const callsBy: Readonly<Record<Scale, number>> = { full: 1_000, quick: 200, smoke: 3 };

/** What a run costs, by itself, side by side and nested. */
export const w3: Work = timedWork({
  id: "w3",
  title: "runs of lambdas",
  unit: "us a run",
  sides: (scale) => [...calledOften(callsBy[scale]), ...w3TreeSides(scale)],
  claims: [
    {
      text: "invoke with nobody listening over the bare call",
      figure: (cost) => cost("unheard") - cost("bare"),
      unit: "us",
      atMost: 2,
    },
    // What neither overflows the stack nor slows down costs the same; the allowance is that of W2.
    {
      text: "a run at 10 x the largest depth, invoke",
      figure: (cost) => cost("nested-invoke-deepest") / cost("nested-invoke-largest"),
      unit: "x",
      atMost: 1.5,
    },
  ],
  series: w3TreeSeries,
});

function calledOften(calls: number): readonly Side[] {
  const increment = async (value: number): Promise<number> => value + 1;
  const callbacks = [rivuletListener().handler];
  const peerCallbacks = [langchainListener().handler];
  const often = async (call: (value: number) => Promise<number>): Promise<number> => {
    let value = 0;
    for (let index = 0; index < calls; index += 1) value = await call(value);
    return value;
  };
  const common = { units: calls, sameOutcomeAs: "calls" };
  return [
    { ...common, id: "bare", label: "bare async function", run: () => often(increment) },
    {
      ...common,
      id: "unheard",
      label: "Rivulet, invoke, nobody listening",
      run: () => often((value) => rivuletLambda.invoke(value)),
      peer: "peer-unheard",
    },
    {
      ...common,
      id: "peer-unheard",
      label: "LangChain.js, invoke, nobody listening",
      run: () => often((value) => langchainLambda.invoke(value)),
    },
    {
      ...common,
      id: "heard",
      label: "Rivulet, invoke, one listener",
      run: () => often((value) => rivuletLambda.invoke(value, { callbacks })),
      peer: "peer-heard",
    },
    {
      ...common,
      id: "peer-heard",
      label: "LangChain.js, invoke, one listener",
      run: () => often((value) => langchainLambda.invoke(value, { callbacks: peerCallbacks })),
    },
  ];
}
