import { configure, type CallbackHandler } from "@rivulet/core";
import { ScriptedChatModel } from "@rivulet/testing";

afterEach(() => {
  configure({ callbacks: [] });
});

function listen(filter: CallbackHandler["filter"] = {}): {
  told: string[];
  handler: CallbackHandler;
} {
  const told: string[] = [];
  return { told, handler: { filter, on_event: ({ event }) => void told.push(event) } };
}

const whole = ["on_chat_model_start", "on_chat_model_stream", "on_chat_model_end"];

it("tells a handler once that hears the whole process as well", async () => {
  const { told, handler } = listen();
  configure({ callbacks: [handler] });
  await new ScriptedChatModel({ chunks: ["a"], callbacks: [handler] }).invoke("go");

  expect(told).toEqual(whole);
});

it("tells a handler whose filter has ids of the runs with these alone", async () => {
  const { told, handler } = listen({ runIds: ["wanted"] });
  const model = new ScriptedChatModel({ chunks: ["a"], callbacks: [handler] });
  await model.invoke("go", { runId: "other" });
  expect(told).toEqual([]);

  await model.invoke("go", { runId: "wanted" });
  expect(told).toEqual(whole);
});
