import type { RunListeners } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { collect } from "../support/collect.ts";

const nothing = (): void => undefined;

/** How often the clock is read for the events of a model that streams 100 chunks, with these listeners of its runs. */
async function clockReads(listeners: RunListeners): Promise<number> {
  const chunks = Array.from({ length: 100 }, String);
  const model = new ScriptedChatModel({ chunks }).withListeners(listeners);
  const now = jest.spyOn(performance, "now");
  await collect(model.stream("go"));
  const calls = now.mock.calls.length;
  now.mockRestore();
  return calls;
}

describe("the events that withListeners has built for a stream of 100 chunks", () => {
  it.each<[number, string, RunListeners]>([
    [102, "every phase", { onStart: nothing, onChunk: nothing, onEnd: nothing }],
    [2, "start and end", { onStart: nothing, onEnd: nothing }],
    [1, "the end", { onEnd: nothing }],
    [0, "failures", { onError: nothing, onCancel: nothing }],
    [0, "nothing", {}],
  ])("are %d with listeners of %s", async (events, _what, listeners) => {
    expect(await clockReads(listeners)).toBe(events);
  });
});
