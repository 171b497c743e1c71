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
import type { SeriesFields, Side } from "../work.ts";

/** A parser of W2, and how many chunks it is given. */
interface W2Parser extends Omit<SeriesFields, "against" | "panel"> {
  readonly values: (
    texts: readonly string[],
  ) => () => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;
  /** Times the base of the scale. */
  readonly factors: readonly number[];
  /** From this factor on it is run once: a parser that begins again with each chunk takes 28 seconds for 20,000. */
  readonly onceFrom?: number;
}

const flat = [1, 3, 10, 20, 30, 100];
const quadratic = [0.5, 1, 2, 5, 10];

const parsers: readonly W2Parser[] = [
  {
    id: "unread",
    label: "Rivulet, in a chain, snapshots unread",
    side: "ours",
    atMost: 1.1,
    factors: flat,
    values: (texts) => {
      const chain = rivuletJsonChain(texts);
      return () => chain.stream("Hello");
    },
  },
  alone("alone", "Rivulet, parser alone", incrementalValues),
  {
    id: "langchain",
    label: "LangChain.js, in a chain",
    side: "peer",
    factors: [...quadratic, 20],
    onceFrom: 2,
    values: (texts) => {
      const chain = langchainJsonChain(texts);
      return () => chain.stream("Hello");
    },
  },
  alone("ai-sdk", "Vercel AI SDK, parsePartialJson", aiSdkValues),
  alone("partial-json", "partial-json", partialJsonValues),
  alone("jsonriver", "jsonriver (one value that changes)", riverValues),
];

/** What the design compares: the factor of the size, and how many times cheaper this project has to be. */
const compared: ReadonlyMap<number, number> = new Map([
  [10, 150],
  [20, 400],
]);

/** Their series, for the same document. */
export const w2ParserSeries: readonly SeriesFields[] = parsers.map(
  ({ id, label, side, atMost }): SeriesFields => ({
    id,
    label,
    side,
    against: "chunks",
    panel: "array of objects",
    ...(atMost !== undefined && { atMost }),
  }),
);

/** Their sides at each size; `base` chunks are a factor of 1. All make the same of the same document. */
export function w2ParserSides(base: number): readonly Side[] {
  return parsers.flatMap((parser) => parser.factors.map((factor) => sideOf(parser, factor, base)));
}

/** What a side is called. */
export function w2SideId(parserId: string, factor: number): string {
  return `${parserId}-${String(factor)}`;
}

function sideOf(parser: W2Parser, factor: number, base: number): Side {
  const texts = jsonTexts(Math.round(base * factor));
  const units = texts.length;
  const values = parser.values(texts);
  const ratioAtLeast = parser.id === "unread" ? compared.get(factor) : undefined;
  return {
    id: w2SideId(parser.id, factor),
    label: `${parser.label}, ${units.toLocaleString("en")} chunks`,
    units,
    kind: parser.side,
    run: async () => toPlainJson((await lastOf(await values())) as JsonValue),
    sameOutcomeAs: String(units),
    isRunOnce: factor >= (parser.onceFrom ?? Number.POSITIVE_INFINITY),
    point: { series: parser.id, size: units },
    ...(ratioAtLeast !== undefined && {
      peer: w2SideId("langchain", factor),
      goal: { ratioAtLeast },
    }),
  };
}

function alone(id: string, label: string, parse: BareJsonParser): W2Parser {
  const isOurs = parse === incrementalValues;
  const isFlat = isOurs || parse === riverValues;
  return {
    id,
    label,
    side: isOurs ? "ours" : "peer",
    ...(isOurs && { atMost: 1.1 }),
    factors: isFlat ? flat : quadratic,
    ...(!isFlat && { onceFrom: 2 }),
    values: (texts) => () => parse(texts),
  };
}
