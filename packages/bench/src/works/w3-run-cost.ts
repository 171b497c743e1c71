import { langchainLambda, langchainListener } from "../chains/langchain-runs.ts";
import { rivuletLambda, rivuletListener } from "../chains/rivulet-runs.ts";
import type { Claim } from "../frame/claim.ts";
import type { Side } from "../frame/side.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";
import { w3Deepest, w3Trees } from "./w3-trees.ts";

const callsBy: Readonly<Record<Scale, number>> = { full: 1_000, quick: 200, smoke: 3 };

/** What a run costs, by itself, side by side and nested. */
export const w3: Work = timedWork({
  id: "w3",
  title: "runs of lambdas",
  unit: "us a run",
  plan: (scale) => {
    const deepest = w3Deepest(scale);
    return {
      programs: w3Trees(scale),
      sides: [...calledOften(callsBy[scale]), deepest.side],
      claims: [...callClaims, deepest.claim],
    };
  },
});

const callClaims: readonly Claim[] = [
  {
    text: "invoke with nobody listening over the bare call",
    figure: (cost) => cost("unheard") - cost("bare"),
    unit: "us",
    atMost: 2,
  },
  {
    text: "invoke with nobody listening to a bare async call",
    figure: (cost) => cost("unheard") / cost("bare"),
    unit: "x",
    isDrawback: true,
  },
];

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
    {
      ...common,
      id: "bare",
      label: "bare async function",
      kind: "bare",
      run: () => often(increment),
    },
    {
      ...common,
      id: "unheard",
      label: "Rivulet, invoke, nobody listening",
      kind: "ours",
      run: () => often((value) => rivuletLambda.invoke(value)),
      peer: "peer-unheard",
    },
    {
      ...common,
      id: "peer-unheard",
      label: "LangChain.js, invoke, nobody listening",
      kind: "peer",
      run: () => often((value) => langchainLambda.invoke(value)),
    },
    {
      ...common,
      id: "heard",
      label: "Rivulet, invoke, one listener",
      kind: "ours",
      run: () => often((value) => rivuletLambda.invoke(value, { callbacks })),
      peer: "peer-heard",
    },
    {
      ...common,
      id: "peer-heard",
      label: "LangChain.js, invoke, one listener",
      kind: "peer",
      run: () => often((value) => langchainLambda.invoke(value, { callbacks: peerCallbacks })),
    },
  ];
}
