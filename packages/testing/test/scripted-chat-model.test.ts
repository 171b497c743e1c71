import { InvalidArgumentError } from "@rivulet/core";
import { AIMessageChunk } from "@rivulet/runnables";
import { EventRecorder, ScriptedChatModel, type ScriptedChatModelFields } from "@rivulet/testing";

describe("ScriptedChatModel", () => {
  it("streams what it is told, the same to every call", async () => {
    const model = new ScriptedChatModel({ chunks: ["a", new AIMessageChunk("b")] });
    for (const question of ["one", "two"]) {
      const texts: string[] = [];
      for await (const chunk of model.stream(question)) texts.push(chunk.text);
      expect(texts).toEqual(["a", "b"]);
    }
    expect((await model.invoke("three")).text).toBe("ab");
  });

  it.each([0, 1, 2])("fails in the place of chunk %i", async (failAt) => {
    const model = new ScriptedChatModel({ chunks: ["a", "b"], failAt });
    const recorder = await EventRecorder.from(model.streamEvents("hi"));
    const message = `The script failed at chunk ${failAt}.`;
    expect(recorder.failure).toMatchObject({ error: { message } });
    expect(recorder.of({ includeEvents: ["on_chat_model_stream"] })).toHaveLength(failAt);
  });

  it("fails with what it is told, also with nothing", async () => {
    const model = new ScriptedChatModel({ chunks: [], failAt: 0, error: undefined });
    const recorder = await EventRecorder.from(model.streamEvents("hi"));
    expect(recorder.failure).toEqual({ error: undefined });
  });

  it("stalls until the consumer leaves", async () => {
    const recorder = new EventRecorder();
    const model = new ScriptedChatModel({ chunks: ["a", "b"], stallAt: 1 });
    for await (const _ of model.stream("hi", { callbacks: [recorder] })) break;
    expect(recorder.names()).toEqual([
      "on_chat_model_start",
      "on_chat_model_stream",
      "on_chat_model_cancel",
    ]);
  });

  it("waits before each chunk, and no longer once it is aborted", async () => {
    jest.useFakeTimers();
    try {
      const controller = new AbortController();
      const { signal } = controller;
      const recorder = new EventRecorder();
      const model = new ScriptedChatModel({ chunks: ["a", "b", "c"], delayMs: 10 });
      const answer = model.invoke("hi", { signal, callbacks: [recorder] });
      const outcome = answer.then(String, (error: unknown) => error);
      await jest.advanceTimersByTimeAsync(20);
      expect(recorder.names().slice(1)).toEqual(["on_chat_model_stream", "on_chat_model_stream"]);
      controller.abort("enough");
      await expect(outcome).resolves.toBe("enough");
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it("ends at once when it was aborted before", async () => {
    const model = new ScriptedChatModel({ chunks: ["a"], stallAt: 0 });
    const signal = AbortSignal.abort("enough");
    await expect(model.invoke("hi", { signal })).rejects.toBe("enough");
  });

  it.each<[string, ScriptedChatModelFields, string]>([
    [
      "a failure after the last place",
      { chunks: ["a"], failAt: 2 },
      "failAt was 2 (number); give the index of a chunk, from 0 to 1.",
    ],
    [
      "a stall in no place",
      { chunks: [], stallAt: -1 },
      "stallAt was -1 (number); give the index of a chunk, from 0 to 0.",
    ],
    [
      "a negative delay",
      { chunks: [], delayMs: -1 },
      "delayMs was -1 (number); give a number of milliseconds.",
    ],
  ])("refuses %s", (_what, fields, message) => {
    expect(() => new ScriptedChatModel(fields)).toThrow(InvalidArgumentError);
    expect(() => new ScriptedChatModel(fields)).toThrow(message);
  });
});
