import {
  type Runnable,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
} from "@rivulet/runnables";

/** A place that a component may be put in. */
export interface Nesting {
  readonly name: string;
  readonly place: (inner: Runnable<string, unknown>) => Runnable<string, unknown>;
  /** What of the whole output is the component's, and what of a chunk. */
  readonly outputOf: (output: unknown) => unknown;
  readonly chunksOf: (chunks: readonly unknown[]) => readonly unknown[];
}

const whole = {
  outputOf: (output: unknown) => output,
  chunksOf: (chunks: readonly unknown[]) => chunks,
};

/** Every place. */
export const nestings: readonly Nesting[] = [
  { name: "bare", place: (inner) => inner, ...whole },
  {
    name: "in a sequence",
    place: (inner) =>
      RunnableLambda.from((input: string) => input)
        .pipe(inner)
        .pipe(new RunnablePassthrough()),
    ...whole,
  },
  {
    name: "in a map",
    place: (inner) => RunnableParallel.from({ inner, other: (input: string) => input }),
    outputOf: (output) => (output as { readonly inner: unknown }).inner,
    chunksOf: (chunks) =>
      chunks.flatMap((chunk) => {
        const part = chunk as { readonly inner?: unknown };
        return "inner" in part ? [part.inner] : [];
      }),
  },
  {
    name: "with config",
    place: (inner) => inner.withConfig({ tags: ["configured"], metadata: { configured: true } }),
    ...whole,
  },
  {
    name: "under retry",
    place: (inner) => inner.withRetry({ stopAfterAttempt: 2, delayMs: () => 0 }),
    ...whole,
  },
  {
    name: "under fallbacks",
    place: (inner) =>
      RunnableLambda.from(function primary() {
        throw new Error("the primary fails");
      }).withFallbacks([inner]),
    ...whole,
  },
];
