import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Watched, Watch } from "../../src/memory/watch.ts";

test("finds by how many values the producer was ahead", () => {
  const watch = new Watch({ chunks: 10, valuesPerChunk: 3, pauseMs: 0 });
  const texts = watch.texts();
  texts.next();
  // The first of three values of one chunk: two are still to come.
  expect(watch.take()).toBeUndefined();
  expect(watch.end().lead).toBe(2);
  for (let chunk = 0; chunk < 4; chunk += 1) texts.next();
  void watch.take();
  expect(watch.end().lead).toBe(5 * 3 - 2);
});

test("takes samples of memory from the first chunks to the last", () => {
  const watch = new Watch({ chunks: 1_000, valuesPerChunk: 2, pauseMs: 0 });
  for (const _text of watch.texts()) {
    void watch.take();
    void watch.take();
  }
  const { samples, peak, lead } = watch.end();
  const sizes = samples.map(({ chunks }) => chunks);
  expect(sizes.slice(0, 2)).toStrictEqual([1, 2]);
  expect(sizes.at(-1)).toBe(1_000);
  expect(sizes).toStrictEqual(sizes.toSorted((one, other) => one - other));
  expect(samples.length).toBeLessThan(60);
  for (const { rss } of samples) expect(rss).toBeLessThanOrEqual(peak);
  expect(lead).toBe(1);
});

test("lets the producer have a turn while the consumer waits", async () => {
  const watch = new Watch({ chunks: 2, valuesPerChunk: 1, pauseMs: 0.001 });
  const texts = watch.texts();
  const order: string[] = [];
  setImmediate(() => {
    texts.next();
    order.push("produced");
  });
  await watch.take();
  order.push("consumed");
  expect(order).toStrictEqual(["produced", "consumed"]);
  expect(watch.end().lead).toBe(0);
});

test("does not count what the parent process held", () => {
  const program = fileURLToPath(new URL("../../dist/memory/main.js", import.meta.url));
  const held = Buffer.alloc(300 * 1_024 ** 2, 1);
  const { peak } = JSON.parse(
    execFileSync(process.execPath, [program, "events", "1000", "0"], { encoding: "utf8" }),
  ) as Watched;
  expect(peak).toBeGreaterThan(10);
  expect(peak).toBeLessThan(held.byteLength / 1_024 ** 2);
});
