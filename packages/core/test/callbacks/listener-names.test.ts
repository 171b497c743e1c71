import { CallbackManager, InvalidArgumentError, type CallbackHandler } from "@rivulet/core";

describe("the names of a handler's listeners", () => {
  it.each(["on_tool_begin", "on_chain", "on_llm_new_token", "handleLLMNewToken"])(
    "refuses %s, which is no event",
    (name) => {
      const handler: CallbackHandler = { [name]: () => undefined };

      expect(() => new CallbackManager({ callbacks: [handler] })).toThrow(InvalidArgumentError);
      expect(() => new CallbackManager({ callbacks: [handler] })).toThrow(name);
    },
  );

  it("accepts every event and on_event, and fields of the handler's own", () => {
    const handler = { on_tool_start: () => undefined, on_event: () => undefined, once: 1 };

    expect(() => new CallbackManager({ callbacks: [handler] })).not.toThrow();
  });
});
