import { AIMessage, HumanMessage, ToolMessage } from "@rivulet/runnables";
import { openaiChat, openaiResponse } from "@rivulet/testing/providers";
import { chatModel, withServer } from "../support/with-server.ts";

const conversation = [
  new HumanMessage("Hi"),
  new AIMessage({
    tool_calls: [{ id: "call_1", name: "weather", args: { city: "Oslo" } }],
    invalid_tool_calls: [
      { id: "call_2", name: "weather", args: "{" },
      { id: "call_3", error: "There was nothing." },
    ],
  }),
  ...["call_1", "call_2", "call_3"].map(
    (id) => new ToolMessage({ content: "done", tool_call_id: id }),
  ),
];

const calls = [
  { id: "call_1", name: "weather", arguments: '{"city":"Oslo"}' },
  { id: "call_2", name: "weather", arguments: "{" },
  { id: "call_3", name: "", arguments: "" },
];

describe("the calls of a message", () => {
  it("go back to Chat Completions, also those that could not be understood", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: ["ok"] }));
      await chatModel(server).invoke(conversation);
      expect(server.requests[0]?.body["messages"]).toMatchObject([
        { role: "user" },
        {
          role: "assistant",
          content: null,
          tool_calls: calls.map(({ id, ...called }) => ({
            id,
            type: "function",
            function: called,
          })),
        },
        ...calls.map(({ id }) => ({ role: "tool", tool_call_id: id })),
      ]);
    });
  });

  it("go back to the Responses API in the same way", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiResponse({ chunks: ["ok"] }));
      await chatModel(server, { useResponsesApi: true }).invoke(conversation);
      expect(server.requests[0]?.body["input"]).toMatchObject([
        { role: "user" },
        ...calls.map(({ id, ...called }) => ({ type: "function_call", call_id: id, ...called })),
        ...calls.map(({ id }) => ({ type: "function_call_output", call_id: id })),
      ]);
    });
  });
});
