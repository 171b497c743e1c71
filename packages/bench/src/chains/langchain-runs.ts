import "./langchain-setup.ts";
import { awaitAllCallbacks } from "@langchain/core/callbacks/promises";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import {
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type Runnable,
} from "@langchain/core/runnables";

/** Something that makes many runs. */
export interface LangchainRuns {
  readonly invoke: (callbacks: readonly BaseCallbackHandler[]) => Promise<unknown>;
  readonly streamEvents: () => AsyncIterable<{ readonly event: string }>;
}

/** Adds one. */
export const langchainLambda: Runnable<number, number> = RunnableLambda.from(
  (value: number) => value + 1,
);

/** So many lambdas side by side. */
export function langchainParallel(branches: number): LangchainRuns {
  const steps = Object.fromEntries(
    Array.from({ length: branches }, (_, index) => [`key${String(index)}`, langchainLambda]),
  );
  const parallel = RunnableParallel.from(steps);
  return {
    invoke: (callbacks) => parallel.invoke(1, { callbacks: [...callbacks] }),
    streamEvents: () => parallel.streamEvents(1, { version: "v2" }),
  };
}

/** Sequences in sequences, `depth` of them, each a lambda and the one below. */
export function langchainNested(depth: number): LangchainRuns {
  let runnable = langchainLambda;
  for (let level = 0; level < depth; level += 1)
    runnable = RunnableSequence.from([langchainLambda, runnable]);
  const outermost = runnable;
  return {
    invoke: (callbacks) => outermost.invoke(1, { callbacks: [...callbacks] }),
    streamEvents: () => outermost.streamEvents(1, { version: "v2" }),
  };
}

/** A handler that counts starts and ends. */
export function langchainListener(): {
  readonly handler: BaseCallbackHandler;
  readonly count: () => number;
} {
  let events = 0;
  const tell = (): void => {
    events += 1;
  };
  const handler = BaseCallbackHandler.fromMethods({ handleChainStart: tell, handleChainEnd: tell });
  return { handler, count: () => events };
}

/** Handlers of which some count tokens, some the ends of model calls, and some what does not happen. */
export function langchainTokenListeners(numbers: {
  readonly tokens: number;
  readonly ends: number;
  readonly others: number;
}): { readonly callbacks: BaseCallbackHandler[]; readonly count: () => Promise<number> } {
  let events = 0;
  const tell = (): void => {
    events += 1;
  };
  const repeat = (length: number, methods: object): BaseCallbackHandler[] =>
    Array.from({ length }, () => BaseCallbackHandler.fromMethods(methods));
  return {
    callbacks: [
      ...repeat(numbers.tokens, { handleLLMNewToken: tell }),
      ...repeat(numbers.ends, { handleLLMEnd: tell }),
      ...repeat(numbers.others, { handleToolStart: tell, handleToolEnd: tell }),
    ],
    count: async () => {
      // It tells its handlers in the background.
      await awaitAllCallbacks();
      return events;
    },
  };
}
