import {
  CallbackManager,
  dispatchCustomEvent,
  EventCollector,
  InvalidArgumentError,
  traceable,
} from "@rivulet/core";
import { openRoot } from "../support/open-root.ts";
import { recordEvents } from "../support/record-events.ts";
import { createDeferred, nextTurn } from "../support/signals.ts";

describe("dispatchCustomEvent", () => {
  it("tells an event under its own name, with all else from the run around it", async () => {
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    const payload = { percent: 40 };
    await root.enter(() =>
      traceable(async () => dispatchCustomEvent("progress", payload), {
        name: "body",
        tags: ["t"],
        metadata: { m: 1 },
      })(),
    );
    const custom = recorder.events.find(({ event }) => event === "on_custom_event");
    expect(custom).toMatchObject({
      name: "progress",
      tags: ["t"],
      metadata: { m: 1 },
      parent_ids: [root.run.id],
    });
    expect(custom?.data).toBe(payload);
    expect(custom?.run_id).toBe(recorder.events.find(({ name }) => name === "body")?.run_id);
  });

  it("has told it when it returns", () => {
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    root.enter(() => {
      void dispatchCustomEvent("progress");
      expect(recorder.events.at(-1)).toMatchObject({ name: "progress", data: undefined });
    });
  });

  it("does nothing outside of a run, or where nobody listens", async () => {
    await expect(dispatchCustomEvent("progress", 1)).resolves.toBeUndefined();
    await expect(
      dispatchCustomEvent("progress", 1, { callbacks: [recordEvents()] }),
    ).resolves.toBeUndefined();
    await openRoot().enter(() => dispatchCustomEvent("progress", 1));
  });

  it("tells it from the run that the config belongs to, rather than from the ambient one", async () => {
    const recorder = recordEvents();
    const other = new CallbackManager({ callbacks: [recorder] }).startRun({
      type: "tool",
      name: "other",
    });
    const config = { callbacks: CallbackManager.forChildrenOf(other) };
    await openRoot([recorder]).enter(() => dispatchCustomEvent("progress", 1, config));
    expect(recorder.events.at(-1)).toMatchObject({ event: "on_custom_event", run_id: other.id });
  });

  it("tells it from the ambient run when the config says nothing of a run", async () => {
    const recorder = recordEvents();
    const silent = CallbackManager.forChildrenOf(openRoot().run);
    const root = openRoot([recorder]);
    await root.enter(() => dispatchCustomEvent("a", 1, { callbacks: [recordEvents()] }));
    await root.enter(() => dispatchCustomEvent("b", 1, {}));
    await root.enter(() => dispatchCustomEvent("c", 1, { callbacks: silent }));
    expect(recorder.events.map(({ name }) => name)).toEqual(["root", "a", "b"]);
  });

  it("resolves when awaited listeners are done and consumers have room", async () => {
    const work = createDeferred();
    const collector = new EventCollector(undefined, { highWaterMark: 2 });
    const loop = collector[Symbol.asyncIterator]();
    const root = openRoot([{ on_custom_event: () => work.promise, awaited: true }, collector]);
    let isDone = false;
    const sent = root
      .enter(() => dispatchCustomEvent("progress", 1))
      .then(() => {
        isDone = true;
      });
    work.resolve();
    await nextTurn();
    expect(isDone).toBe(false);
    await loop.next();
    await sent;
  });

  it.each(["", 5, undefined, null])("refuses the name %p", async (name) => {
    await expect(dispatchCustomEvent(name as string, 1)).rejects.toBeInstanceOf(
      InvalidArgumentError,
    );
  });
});
