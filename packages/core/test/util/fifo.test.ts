import fc from "fast-check";
import { Fifo } from "../../src/util/fifo.ts";

describe("Fifo", () => {
  it("is a first-in, first-out queue, whatever the order of putting in, taking out and clearing", () => {
    const step = fc.constantFrom("push", "push", "push", "shift", "shift", "clear");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const buffer = new Fifo<number>();
        let model: number[] = [];
        for (const [index, name] of steps.entries()) {
          if (name === "push") {
            buffer.push(index);
            model.push(index);
          } else if (name === "shift") expect(buffer.shift()).toBe(model.shift());
          else {
            buffer.clear();
            model = [];
          }
          expect(buffer.size).toBe(model.length);
        }
        while (model.length > 0) expect(buffer.shift()).toBe(model.shift());
        expect(buffer.shift()).toBeUndefined();
      }),
    );
  });

  it("keeps its order while it grows with its head in the middle", () => {
    const buffer = new Fifo<number>();
    for (let value = 0; value < 10; value += 1) buffer.push(value);
    for (let value = 0; value < 5; value += 1) buffer.shift();
    for (let value = 10; value < 100; value += 1) buffer.push(value);
    const taken = Array.from({ length: buffer.size }, () => buffer.shift());
    expect(taken).toEqual(Array.from({ length: 95 }, (_, index) => index + 5));
  });
});
