import { toPlainJson, type JsonValue } from "@rivulet/runnables";
import { lastOf } from "../chains/consume.ts";
import {
  aiSdkValues,
  incrementalValues,
  partialJsonValues,
  riverValues,
  type BareJsonParser,
} from "../chains/json-parsers.ts";
import { jsonTexts } from "../chains/json-texts.ts";
import { langchainJsonChain } from "../chains/langchain-chain.ts";
import { rivuletJsonChain } from "../chains/rivulet-chain.ts";
import { sizedId, type SizedProgram } from "../frame/sized-program.ts";

/** Makes a program of the texts: a value for each. */
type ParserOver = (
  texts: readonly string[],
) => () => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;

/** A parser, and how many chunks it is given. */
interface W2Parser extends Pick<SizedProgram, "id" | "label" | "kind" | "atMost"> {
  readonly over: ParserOver;
  /** Times the base of the scale. */
  readonly factors: readonly number[];
  /** From this factor on it is run once. */
  readonly onceFrom?: number;
}

const flat = [1, 3, 10, 20, 30, 100];
// A parser that begins again with each chunk takes 28 seconds for 20,000.
const quadratic = { factors: [0.5, 1, 2, 5, 10], onceFrom: 2 };

const parsers: readonly W2Parser[] = [
  {
    id: "unread",
    label: "Rivulet, in a chain, snapshots unread",
    kind: "ours",
    atMost: 1.1,
    factors: flat,
    over: (texts) => {
      const chain = rivuletJsonChain(texts);
      return () => chain.stream("Hello");
    },
  },
  {
    id: "alone",
    label: "Rivulet, parser alone",
    kind: "ours",
    atMost: 1.1,
    factors: flat,
    over: alone(incrementalValues),
  },
  {
    id: "langchain",
    label: "LangChain.js, in a chain",
    kind: "peer",
    factors: [...quadratic.factors, 20],
    onceFrom: quadratic.onceFrom,
    over: (texts) => {
      const chain = langchainJsonChain(texts);
      return () => chain.stream("Hello");
    },
  },
  {
    ...quadratic,
    id: "ai-sdk",
    label: "Vercel AI SDK, parsePartialJson",
    kind: "peer",
    over: alone(aiSdkValues),
  },
  {
    ...quadratic,
    id: "partial-json",
    label: "partial-json",
    kind: "peer",
    over: alone(partialJsonValues),
  },
  {
    id: "jsonriver",
    label: "jsonriver (one value that changes)",
    kind: "peer",
    factors: flat,
    over: alone(riverValues),
  },
];

function alone(parse: BareJsonParser): ParserOver {
  return (texts) => () => parse(texts);
}

/** What the design compares: the factor of the size, and how many times cheaper this project has to be. */
const compared: ReadonlyMap<number, number> = new Map([
  [10, 150],
  [20, 400],
]);

/** Each parser on the same document; `base` chunks are a factor of 1. All make the same of it. */
export function w2Parsers(base: number): readonly SizedProgram[] {
  return parsers.map(({ factors, onceFrom, over, ...parser }) => ({
    ...parser,
    against: "chunks",
    panel: "array of objects",
    sizes: factors.map((factor) => Math.round(base * factor)),
    at: (size) => {
      const parse = over(jsonTexts(size));
      const ratioAtLeast = parser.id === "unread" ? compared.get(size / base) : undefined;
      return {
        units: size,
        run: async () => toPlainJson((await lastOf(await parse())) as JsonValue),
        sameOutcomeAs: String(size),
        isRunOnce: onceFrom !== undefined && size >= onceFrom * base,
        ...(ratioAtLeast !== undefined && {
          peer: sizedId("langchain", size),
          goal: { ratioAtLeast },
        }),
      };
    },
  }));
}
