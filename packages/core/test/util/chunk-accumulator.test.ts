import { ChunkAccumulator } from "@rivulet/core/runtime";
import fc from "fast-check";

function sum(chunks: readonly unknown[]): unknown {
  const total = new ChunkAccumulator();
  for (const chunk of chunks) total.add(chunk);
  return total.value;
}

class Chunk {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  concat(other: Chunk): Chunk {
    return new Chunk(this.text + other.text);
  }
}

class OtherChunk extends Chunk {}

/** Does not even let itself be looked at. */
class Closed {
  get concat(): never {
    throw new Error("This is closed.");
  }
}

class Refusing {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  concat(): never {
    throw new Error("These do not add.");
  }
}

describe("ChunkAccumulator", () => {
  it("joins strings, appends lists and concatenates chunks, whatever they are cut into", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (parts) => {
        expect(sum(parts)).toBe(parts.join(""));
        expect(sum(parts.map((text) => new Chunk(text)))).toEqual(new Chunk(parts.join("")));
        expect(sum(parts.map((text) => [...text]))).toEqual(parts.flatMap((text) => [...text]));
      }),
    );
  });

  it.each([
    ["nothing", [], undefined],
    ["one value", [0], 0],
    ["values that do not add", [1, 2, { a: 1 }, false], false],
    ["a chunk that does not fit", ["a", "b", 1], 1],
    ["a chunk after one that does not fit", [1, "a", "b"], "ab"],
    ["null and undefined", ["a", null, undefined], undefined],
    ["a list after a string", ["a", ["b"], ["c"]], ["b", "c"]],
    ["chunks of two kinds", [new Chunk("a"), new OtherChunk("b")], new OtherChunk("b")],
    ["a chunk and something that is none", [new Chunk("a"), "b"], "b"],
    ["an object whose concat is no method", [{ concat: 1 }, { concat: 2 }], { concat: 2 }],
    ["chunks that refuse each other", [new Refusing(1), new Refusing(2)], new Refusing(2)],
  ])("adds up %s", (_what, chunks, expected) => {
    expect(sum(chunks)).toEqual(expected);
  });

  it("takes the last of chunks that cannot be looked at", () => {
    const last = new Closed();
    expect(sum([new Closed(), last])).toBe(last);
  });

  it("changes neither the chunks nor a value that was read before", () => {
    const total = new ChunkAccumulator<number[]>();
    const chunks = [[1], [2], [3], [4]] as const;
    const values: number[][] = [];
    for (const chunk of chunks) {
      total.add([...chunk]);
      values.push(total.value);
    }
    expect(values).toEqual([[1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]);
    const first = [1];
    total.add(first);
    sum([first, [2], [3]]);
    expect(first).toEqual([1]);
  });

  it("adds many lists in linear time", () => {
    const many = Array.from({ length: 50_000 }, (_, index) => [index]);
    expect(sum(many)).toHaveLength(50_000);
  });
});
