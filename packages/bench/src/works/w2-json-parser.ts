import { toPlainJson, type JsonValue } from "@rivulet/runnables";
import { lastOf } from "../chains/consume.ts";
import { jsonTexts } from "../chains/json-texts.ts";
import { langchainJsonChain } from "../chains/langchain-chain.ts";
import { rivuletJsonChain } from "../chains/rivulet-chain.ts";
import { timedWork } from "../timed-work.ts";
import type { Scale, Side, Work } from "../work.ts";

interface Sizes {
  readonly small: number;
  readonly medium: number;
  readonly large: number;
}

const sizesBy: Readonly<Record<Scale, Sizes>> = {
  full: { small: 1_000, medium: 10_000, large: 100_000 },
  quick: { small: 500, medium: 5_000, large: 50_000 },
  smoke: { small: 50, medium: 60, large: 70 },
};

/** JSON that grows by four characters a chunk; the snapshots are taken and not looked into. */
export const w2: Work = timedWork({
  id: "w2",
  title: "scripted model | JSON parser, snapshots unread",
  unit: "us a chunk",
  sides: (scale) => {
    const { small, medium, large } = sizesBy[scale];
    // The peer is quadratic: 28 seconds for 20,000 chunks.
    return [
      ourSide("small", small, "peer-small"),
      ourSide("medium", medium),
      ourSide("large", large),
      ourSide("double", small * 2, "peer-double"),
      peerSide("small", small),
      peerSide("double", small * 2),
    ];
  },
  claims: [
    {
      text: "a chunk of 100 x the text",
      figure: (cost) => cost("large") / cost("small"),
      unit: "x",
      atMost: 1.5,
    },
    {
      text: "a chunk of twice the text, peer",
      figure: (cost) => cost("peer-double") / cost("peer-small"),
      unit: "x",
    },
    {
      text: "against the peer at twice the small size",
      figure: (cost) => cost("peer-double") / cost("double"),
      unit: "x",
    },
  ],
});

function ourSide(id: string, count: number, peer?: string): Side {
  const texts = jsonTexts(count);
  const chain = rivuletJsonChain(texts);
  return {
    id,
    label: `Rivulet, ${count.toLocaleString("en")} chunks`,
    units: count,
    run: async () => toPlainJson((await lastOf(chain.stream("Hello"))) as JsonValue),
    ...(peer !== undefined && { peer, sameOutcomeAs: String(count) }),
  };
}

function peerSide(id: string, count: number): Side {
  const chain = langchainJsonChain(jsonTexts(count));
  return {
    id: `peer-${id}`,
    label: `LangChain.js, ${count.toLocaleString("en")} chunks`,
    units: count,
    run: async () => lastOf(await chain.stream("Hello")),
    sameOutcomeAs: String(count),
  };
}
