import fc from "fast-check";
import {
  AIMessageChunk,
  BaseChatModel,
  type Runnable,
  RunnableBranch,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  StringOutputParser,
  tool,
  type BaseMessage,
  type RunnableConfig,
} from "@rivulet/runnables";
import { nextTurn } from "@rivulet/test-support";

/** What a leaf's code does: how often it pauses before each chunk, and how often it fails before it succeeds. */
export interface Leaf {
  readonly kind: "lambda" | "later" | "values" | "tool" | "model" | "generator" | "passthrough";
  readonly pauses: number;
  readonly failures: number;
  readonly chunks: number;
}

export interface Branching {
  readonly kind: "sequence" | "map" | "branch" | "fallbacks";
  readonly parts: readonly Tree[];
}

export interface Wrapping {
  readonly kind: "retry" | "binding" | "returned" | "read" | "assign";
  readonly part: Tree;
}

/** A tree of runnables, as data. */
export type Tree = Leaf | Branching | Wrapping;

const leaf: fc.Arbitrary<Leaf> = fc.record({
  kind: fc.constantFrom("lambda", "later", "values", "tool", "model", "generator", "passthrough"),
  pauses: fc.nat({ max: 2 }),
  failures: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.constantFrom(1, 2, 9)),
  chunks: fc.integer({ min: 1, max: 4 }),
});

/** Random trees, some three levels deep. */
export const trees: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf,
    fc.record({
      kind: fc.constantFrom("sequence", "map", "branch", "fallbacks"),
      parts: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constantFrom("retry", "binding", "returned", "read", "assign"),
      part: tie("tree"),
    }),
  ),
})).tree;

/** Whether some part of a tree is so. */
export function someTree(tree: Tree, is: (part: Tree) => boolean): boolean {
  if (is(tree)) return true;
  if ("parts" in tree) return tree.parts.some((part) => someTree(part, is));
  return "part" in tree && someTree(tree.part, is);
}

/** How many pieces of user code have begun and not come to their `finally` block. */
export interface OpenCode {
  count: number;
}

type AnyRunnable = Runnable<unknown, unknown>;

class TreeModel extends BaseChatModel {
  readonly #play: () => AsyncGenerator<string>;
  constructor(play: () => AsyncGenerator<string>) {
    super();
    this.#play = play;
  }
  protected override async *_streamResponseChunks(
    _messages: readonly BaseMessage[],
  ): AsyncGenerator<AIMessageChunk> {
    for await (const text of this.#play()) yield new AIMessageChunk(text);
  }
}

/** Makes a tree of runnables, anew: their failures are counted from the beginning. */
export function buildTree(tree: Tree, open: OpenCode): AnyRunnable {
  switch (tree.kind) {
    case "sequence":
      return RunnableSequence.from(
        tree.parts.map((part) => buildTree(part, open)) as [AnyRunnable, ...AnyRunnable[]],
      ) as AnyRunnable;
    case "map":
      return RunnableParallel.from(
        Object.fromEntries(
          tree.parts.map((part, index) => [`k${String(index)}`, buildTree(part, open)]),
        ),
      );
    case "branch":
      return RunnableBranch.from([
        [async (input: unknown) => digest(input).length % 2 === 0, buildPart(tree, 0, open)],
        buildPart(tree, tree.parts.length - 1, open),
      ]) as AnyRunnable;
    case "fallbacks":
      return buildPart(tree, 0, open).withFallbacks(
        tree.parts.slice(1).map((part) => buildTree(part, open)) as Runnable<unknown, never>[],
      );
    case "retry":
      return buildTree(tree.part, open).withRetry({ stopAfterAttempt: 2, delayMs: () => 0 });
    case "binding":
      return buildTree(tree.part, open).withConfig({ tags: ["bound"], runName: "bound" });
    case "returned":
      return RunnableLambda.from(() => buildTree(tree.part, open));
    case "read":
      return RunnableLambda.from((input: unknown) => readEvents(buildTree(tree.part, open), input));
    case "assign":
      return RunnableLambda.from((input: unknown) => ({ own: digest(input) })).pipe(
        RunnablePassthrough.assign({ added: buildTree(tree.part, open) }) as never,
      );
    case "lambda":
    case "later":
    case "values":
    case "tool":
    case "model":
    case "generator":
    case "passthrough":
      return buildLeaf(tree, open);
  }
}

function buildPart({ parts }: Branching, index: number, open: OpenCode): AnyRunnable {
  const part = parts[index];
  if (part === undefined) throw new Error("A tree has no such part.");
  return buildTree(part, open);
}

// What a run is told to end with, by somebody who looked at all of it.
async function readEvents(runnable: AnyRunnable, input: unknown): Promise<unknown> {
  const stream = runnable.streamEvents(input);
  let seen = 0;
  for await (const _ of stream) seen += 1;
  return seen > 0 ? stream.output : undefined;
}

function buildLeaf({ kind, pauses, failures, chunks }: Leaf, open: OpenCode): AnyRunnable {
  let calls = 0;
  const play = async function* (input: unknown): AsyncGenerator<string, undefined> {
    open.count += 1;
    calls += 1;
    const fails = calls <= failures;
    try {
      for (let index = 0; index < chunks; index += 1) {
        for (let pause = 0; pause < pauses; pause += 1) await nextTurn();
        if (fails) throw new Error(`${kind} fails`);
        yield `${kind.slice(0, 1)}${String(index)}${digest(input)}`;
      }
      return undefined;
    } finally {
      open.count -= 1;
    }
  };
  const whole = async (input: unknown): Promise<string> => {
    let text = "";
    for await (const chunk of play(input)) text += chunk;
    return text;
  };
  switch (kind) {
    case "lambda":
      return new RunnableLambda({
        name: "lambda",
        func: (input) => {
          calls += 1;
          if (calls <= failures) throw new Error("lambda fails");
          return digest(input);
        },
      });
    case "later":
      return new RunnableLambda({ name: "later", func: whole });
    case "values":
      return new RunnableLambda({ name: "values", func: (input) => play(input) });
    case "tool":
      return tool(whole, { name: "tool" }) as AnyRunnable;
    case "model":
      return RunnableLambda.from((input: unknown) => digest(input))
        .pipe(new TreeModel(() => play("m")))
        .pipe(new StringOutputParser());
    case "generator":
      return new RunnableGenerator(async function* generator(
        input: AsyncIterable<unknown>,
        _config: RunnableConfig,
      ) {
        let others = 0;
        for await (const chunk of input) {
          if (typeof chunk === "string") yield chunk.toUpperCase();
          else others += 1;
        }
        if (others > 0) yield* play("others");
      });
    case "passthrough":
      return new RunnablePassthrough();
  }
}

// Short, and the same for the same value however it came.
function digest(input: unknown): string {
  const text = JSON.stringify(input) ?? "";
  return String(text.length);
}

/** What the chunks of a stream add up to. */
export function addUp(chunks: readonly unknown[]): unknown {
  if (chunks.every((chunk) => typeof chunk === "string")) return chunks.join("");
  const isRecord = (chunk: unknown): boolean => typeof chunk === "object" && chunk !== null;
  if (!chunks.every(isRecord)) return chunks.at(-1);
  const parts = new Map<string, unknown[]>();
  for (const [key, value] of chunks.flatMap((chunk) => Object.entries(chunk as object)))
    parts.set(key, [...(parts.get(key) ?? []), value]);
  return Object.fromEntries([...parts].map(([key, values]) => [key, addUp(values)]));
}
