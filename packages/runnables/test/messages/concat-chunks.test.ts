import fc from "fast-check";

import { AIMessageChunk } from "../../src/messages/ai-message-chunk.ts";
import { concatChunks } from "../../src/messages/concat-chunks.ts";
import { chunk } from "./arbitraries.ts";

const runs = { numRuns: 500 };

// About as long as those that are no longer copied.
const longText = fc.string({ minLength: 250, maxLength: 260 });

describe("the laws of adding chunks", () => {
  test("concat is associative", () => {
    fc.assert(
      fc.property(chunk, chunk, chunk, (a, b, c) => {
        expect(a.concat(b).concat(c)).toStrictEqual(a.concat(b.concat(c)));
      }),
      runs,
    );
  });

  test("concatChunks is the fold of concat", () => {
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 6 }), ([first, ...rest]) => {
        if (first === undefined) return;
        const folded = rest.reduce((sum, next) => sum.concat(next), first);
        expect(concatChunks([first, ...rest])).toStrictEqual(folded);
      }),
      runs,
    );
  });

  test("concatChunks of concatenated groups is concatChunks of all", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(chunk, { minLength: 1, maxLength: 4 }), { minLength: 2 }),
        (groups) => {
          const joined = concatChunks(groups.map((group) => concatChunks(group)));
          expect(joined).toStrictEqual(concatChunks(groups.flat()));
        },
      ),
    );
  });

  test("the empty chunk adds nothing to a joined one", () => {
    fc.assert(
      fc.property(chunk, chunk, (a, b) => {
        const sum = a.concat(b);
        const empty = new AIMessageChunk("");
        expect(sum.concat(empty).text).toBe(sum.text);
        expect(empty.concat(sum).tool_call_chunks).toStrictEqual(sum.tool_call_chunks);
      }),
    );
  });

  test("the text of a sum is the sum of the texts, when every content is a string", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), longText)), (texts) => {
        expect(concatChunks(texts.map((text) => new AIMessageChunk(text))).content).toBe(
          texts.join(""),
        );
      }),
    );
  });

  test("chunks are not changed by being added", () => {
    fc.assert(
      fc.property(chunk, chunk, (a, b) => {
        const before = JSON.stringify([a, b]);
        a.concat(b);
        expect(JSON.stringify([a, b])).toBe(before);
      }),
    );
  });
});

describe("concatChunks", () => {
  test("of nothing is an empty chunk, of one is that one", () => {
    const one = new AIMessageChunk("a");
    expect(concatChunks([])).toStrictEqual(new AIMessageChunk(""));
    expect(concatChunks([one])).toBe(one);
  });

  test("joins 16,000 tool call deltas in linear time", () => {
    const stream = (length: number): AIMessageChunk[] =>
      Array.from({ length }, (_, at) => {
        const index = at % 2;
        if (at < 2) {
          const start = { index, id: `call_${index}`, name: "write", args: '{"text":"' };
          return new AIMessageChunk({ tool_call_chunks: [start] });
        }
        const args = at >= length - 2 ? '"}' : "xyz";
        return new AIMessageChunk({ tool_call_chunks: [{ index, args }] });
      });
    const bestOf = (chunks: readonly AIMessageChunk[]): number =>
      Math.min(
        ...Array.from({ length: 7 }, () => {
          const start = performance.now();
          expect(concatChunks(chunks).tool_calls).toHaveLength(2);
          return performance.now() - start;
        }),
      );
    const [small, large] = [stream(4_000), stream(16_000)];
    bestOf(small);
    // Four times the work: quadratic joining would take sixteen times as long, in every try; a busy machine is slow in some.
    let ratio = Infinity;
    for (let left = 8; left > 0 && ratio >= 10; left -= 1)
      ratio = Math.min(ratio, bestOf(large) / bestOf(small));
    expect(ratio).toBeLessThan(10);
    expect(concatChunks(large).tool_calls[0]?.args).toEqual({ text: "xyz".repeat(7_998) });
  });
});
