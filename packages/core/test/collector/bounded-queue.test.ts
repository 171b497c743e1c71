import { InvalidArgumentError } from "@rivulet/core";
import {
  BoundedQueue,
  checkHighWaterMark,
  defaultHighWaterMark,
  Gate,
} from "@rivulet/core/runtime";
import fc from "fast-check";

function createQueue(highWaterMark: number): {
  gate: Gate;
  queue: BoundedQueue<number>;
  left: jest.Mock;
} {
  const gate = new Gate();
  const left = jest.fn();
  return { gate, left, queue: new BoundedQueue<number>({ gate, highWaterMark, onLeave: left }) };
}

describe("BoundedQueue", () => {
  it("hands on in order whatever the interleaving, and its gate is closed exactly between the two marks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.boolean(), { maxLength: 60 }),
        async (mark, steps) => {
          const { gate, queue } = createQueue(mark);
          const taken: number[] = [];
          let pushed = 0;
          let wasClosed = false;
          for (const isPush of steps) {
            if (isPush) queue.push((pushed += 1));
            else if (queue.size > 0) taken.push((await queue.next()).value ?? -1);
            if (queue.size >= mark) wasClosed = true;
            if (queue.size <= Math.floor(mark / 2)) wasClosed = false;
            expect(gate.isClosed).toBe(wasClosed);
          }
          queue.end();
          expect(gate.isClosed).toBe(false);
          for await (const value of queue) taken.push(value);
          expect(taken).toEqual(Array.from({ length: pushed }, (_, index) => index + 1));
        },
      ),
    );
  });

  it("hands out plain objects, whoever comes first", async () => {
    const { queue } = createQueue(4);
    const waiting = queue.next();
    queue.push(1);
    queue.push(2);
    const results = [await waiting, await queue.next()];
    expect(results).toStrictEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
    ]);
    for (const result of results) expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });

  it("stays small while much passes through it", async () => {
    const { queue } = createQueue(4_000);
    for (let value = 0; value < 3_000; value += 1) queue.push(value);
    for (let value = 0; value < 2_500; value += 1) expect((await queue.next()).value).toBe(value);
    expect(queue.size).toBe(500);
    for (let value = 2_500; value < 3_000; value += 1)
      expect((await queue.next()).value).toBe(value);
    expect(queue.size).toBe(0);
  });

  it("answers waiting consumers in order, and the end to all of them", async () => {
    const { queue } = createQueue(4);
    const waiting = [queue.next(), queue.next(), queue.next()];
    queue.push(1);
    queue.end();
    queue.end();
    queue.push(2);
    expect(await Promise.all(waiting)).toEqual([
      { done: false, value: 1 },
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it("throws its failure once, after what is queued", async () => {
    const { gate, queue } = createQueue(1);
    queue.push(1);
    expect(gate.isClosed).toBe(true);
    queue.fail("failure");
    queue.fail("another");
    expect(gate.isClosed).toBe(false);
    expect(await queue.next()).toEqual({ done: false, value: 1 });
    await expect(queue.next()).rejects.toBe("failure");
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });

  it("throws its failure to the first who waits", async () => {
    const { queue } = createQueue(1);
    const waiting = [queue.next(), queue.next()] as const;
    queue.fail("failure");
    await expect(waiting[0]).rejects.toBe("failure");
    expect(await waiting[1]).toEqual({ done: true, value: undefined });
  });

  it("forgets what is queued, and its failure, when it is left", async () => {
    const { gate, queue, left } = createQueue(1);
    queue.push(1);
    queue.fail("failure");
    expect(await queue.return()).toEqual({ done: true, value: undefined });
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    expect([gate.isClosed, left.mock.calls.length]).toEqual([false, 1]);
  });
});

describe("checkHighWaterMark", () => {
  it("accepts whole numbers from 1", () => {
    expect(checkHighWaterMark(1)).toBe(1);
    expect(checkHighWaterMark(defaultHighWaterMark)).toBe(64);
    for (const wrong of [0, -1, 0.5, Number.NaN])
      expect(() => checkHighWaterMark(wrong)).toThrow(InvalidArgumentError);
  });
});
