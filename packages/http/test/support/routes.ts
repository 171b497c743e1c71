import { EventEmitter, once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { getCurrentRun, traceable } from "@rivulet/core";

/** A run of work below a request. */
export const work = traceable(async (text: string) => `<${text}>`, { name: "work", type: "tool" });

/** Never ends by itself; its end tells how it was stopped. */
export const wait = traceable(
  async () => {
    const signal = getCurrentRun()?.signal;
    await new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
    });
  },
  { name: "wait", type: "tool" },
);

/** Chunks of a body with a run before each: after an await, in a timer, in a listener of an emitter. */
export async function* chunksOf(id: string): AsyncGenerator<string, void, undefined> {
  yield await work(`${id} awaited`);
  await delay(Number(id.slice(-1)) % 3);
  yield await work(`${id} timer`);
  yield await new Promise<string>((resolve) => {
    setTimeout(() => {
      resolve(work(`${id} callback`));
    }, 1);
  });
  const emitter = new EventEmitter();
  const emitted = once(emitter, "done");
  emitter.on("work", () => {
    void work(`${id} emitter`).then((text) => emitter.emit("done", text));
  });
  setImmediate(() => emitter.emit("work"));
  const [text] = (await emitted) as [string];
  yield text;
}

/** A body whose second chunk fails. */
export async function* brokenChunks(): AsyncGenerator<string, void, undefined> {
  yield await work("first");
  throw new Error("broken midway");
}

/** A body that hangs after its first chunk. */
export async function* endlessChunks(): AsyncGenerator<string, void, undefined> {
  yield await work("first");
  await wait();
}
