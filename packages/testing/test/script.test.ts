import { checkScript, playScript } from "../src/script.ts";

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("playScript", () => {
  it("leaves no listener on a signal that outlives its waits", async () => {
    jest.useFakeTimers();
    try {
      const { signal } = new AbortController();
      const added = jest.spyOn(signal, "addEventListener");
      const removed = jest.spyOn(signal, "removeEventListener");
      const playing = collect(playScript({ chunks: ["a", "b"], delayMs: 1 }, { signal }));
      await jest.advanceTimersByTimeAsync(2);
      await expect(playing).resolves.toEqual(["a", "b"]);
      expect(added).toHaveBeenCalledTimes(2);
      expect(removed.mock.calls).toEqual(added.mock.calls.map((call) => call.slice(0, 2)));
    } finally {
      jest.useRealTimers();
    }
  });

  it("does not listen when it ignores its signal", async () => {
    const signal = AbortSignal.abort("enough");
    const chunks = playScript({ chunks: ["a"], stallAt: 1, ignoresSignal: true }, { signal });
    await expect(chunks.next()).resolves.toEqual({ done: false, value: "a" });
    let isSettled = false;
    void chunks.next().finally(() => {
      isSettled = true;
    });
    await nextTurn();
    expect(isSettled).toBe(false);
  });

  it("stops a wait when it is aborted before or during it", async () => {
    const controller = new AbortController();
    const stalled = playScript({ chunks: [], stallAt: 0 }, controller).next();
    controller.abort("enough");
    await expect(stalled).rejects.toBe("enough");
    await expect(playScript({ chunks: ["a"], delayMs: 5 }, controller).next()).rejects.toBe(
      "enough",
    );
  });

  it("waits without a signal as well", async () => {
    const chunks = playScript({ chunks: ["a"], delayMs: 0 }, {});
    await expect(chunks.next()).resolves.toEqual({ done: false, value: "a" });
  });
});

describe("checkScript", () => {
  it("gives back a script that can be played", () => {
    const script = { chunks: ["a"], failAt: 1, stallAt: 0, delayMs: 0 };
    expect(checkScript(script)).toBe(script);
  });
});
