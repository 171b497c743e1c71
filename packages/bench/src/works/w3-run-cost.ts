import { awaitAllCallbacks } from "@langchain/core/callbacks/promises";
import type { CallbackHandler } from "@rivulet/core";
import {
  langchainListener,
  langchainNested,
  langchainParallel,
  langchainLambda,
} from "../chains/langchain-runs.ts";
import { rivuletLambda, rivuletNested, rivuletParallel } from "../chains/rivulet-runs.ts";
import { timedWork } from "../timed-work.ts";
import type { Scale, Side, Work } from "../work.ts";

interface Sizes {
  readonly calls: number;
  readonly branches: number;
  readonly manyBranches: number;
  readonly depth: number;
}

const sizesBy: Readonly<Record<Scale, Sizes>> = {
  full: { calls: 1_000, branches: 100, manyBranches: 1_000, depth: 100 },
  quick: { calls: 200, branches: 100, manyBranches: 1_000, depth: 100 },
  smoke: { calls: 3, branches: 3, manyBranches: 9, depth: 3 },
};

/** What a run costs, by itself, side by side and nested. */
export const w3: Work = timedWork({
  id: "w3",
  title: "runs of lambdas",
  unit: "us a run",
  sides: (scale) => {
    const { calls, branches, manyBranches, depth } = sizesBy[scale];
    return [
      ...calledOften(calls),
      ...sideBySide(branches),
      rivuletSide("wider", rivuletParallel(manyBranches), manyBranches + 1),
      ...nested(depth),
    ];
  },
  claims: [
    {
      text: "invoke with nobody listening over the bare call",
      figure: (cost) => cost("unheard") - cost("bare"),
      unit: "us",
      atMost: 2,
    },
    {
      text: "parallel branches against the peer's",
      figure: (cost) => cost("peer-parallel") / cost("parallel"),
      unit: "x",
      atLeast: 40,
    },
    {
      text: "nested sequences against the peer's",
      figure: (cost) => cost("peer-nested") / cost("nested"),
      unit: "x",
      atLeast: 40,
    },
    {
      text: "a run of 10 x the branches",
      figure: (cost) => cost("wider") / cost("parallel"),
      unit: "x",
      atMost: 1.5,
    },
  ],
});

function calledOften(calls: number): readonly Side[] {
  const increment = async (value: number): Promise<number> => value + 1;
  const heard = countingHandler();
  const peerHeard = langchainListener();
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
      run: () => often((value) => rivuletLambda.invoke(value, { callbacks: [heard.handler] })),
      peer: "peer-heard",
    },
    {
      ...common,
      id: "peer-heard",
      label: "LangChain.js, invoke, one listener",
      run: () =>
        often((value) => langchainLambda.invoke(value, { callbacks: [peerHeard.handler] })),
    },
  ];
}

function sideBySide(branches: number): readonly Side[] {
  return [
    rivuletSide("parallel", rivuletParallel(branches), branches + 1),
    langchainSide("peer-parallel", langchainParallel(branches), branches + 1),
  ];
}

function nested(depth: number): readonly Side[] {
  return [
    rivuletSide("nested", rivuletNested(depth), depth * 2 + 1),
    langchainSide("peer-nested", langchainNested(depth), depth * 2 + 1),
  ];
}

interface Invoked<Handler> {
  readonly what: string;
  readonly invoke: (callbacks: readonly Handler[]) => Promise<unknown>;
}

// With one listener; the outcome is how many runs it was told of.
function rivuletSide(id: string, { what, invoke }: Invoked<CallbackHandler>, runs: number): Side {
  const run = async (): Promise<number> => {
    const { handler, count } = countingHandler();
    await invoke([handler]);
    return count() / 2;
  };
  const peer = `peer-${id}`;
  const isCompared = id === "parallel" || id === "nested";
  return {
    id,
    label: `Rivulet, ${what}`,
    units: runs,
    run,
    sameOutcomeAs: what,
    ...(isCompared && { peer }),
  };
}

function langchainSide(
  id: string,
  { what, invoke }: Invoked<ReturnType<typeof langchainListener>["handler"]>,
  runs: number,
): Side {
  const run = async (): Promise<number> => {
    const { handler, count } = langchainListener();
    await invoke([handler]);
    // It tells its handlers in the background.
    await awaitAllCallbacks();
    return count() / 2;
  };
  return { id, label: `LangChain.js, ${what}`, units: runs, run, sameOutcomeAs: what };
}

function countingHandler(): { readonly handler: CallbackHandler; readonly count: () => number } {
  let events = 0;
  const handler: CallbackHandler = {
    on_event: () => {
      events += 1;
    },
  };
  return { handler, count: () => events };
}
