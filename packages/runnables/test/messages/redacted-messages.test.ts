import { CallbackManager, type CallbackHandler, type RunEvent } from "@rivulet/core";
import { redact } from "@rivulet/core/operators";
import { AIMessage, AIMessageChunk, concatChunks, Document } from "@rivulet/runnables";

function redacted(chunks: readonly unknown[], output: unknown): RunEvent[] {
  const events: RunEvent[] = [];
  const handler: CallbackHandler = {
    on_event: (event) => {
      events.push(event);
    },
  };
  const run = new CallbackManager({
    callbacks: [redact(handler, { patterns: ["hunter2"], keys: ["token"] })],
  }).startRun({ type: "chat_model", name: "model" });
  for (const chunk of chunks) run.stream(chunk);
  run.end(output);
  return events;
}

describe("messages behind redact", () => {
  it("are messages without secrets, whose chunks add up to one without them", () => {
    const usage_metadata = { input_tokens: 1, output_tokens: 2, total_tokens: 3 };
    const piece = (args: string): AIMessageChunk =>
      new AIMessageChunk({
        content: "",
        tool_call_chunks: [{ index: 0, name: "login", args, id: "call" }],
      });
    const chunks = [
      new AIMessageChunk("it is hun"),
      new AIMessageChunk({ content: "ter2.", id: "id", usage_metadata }),
      piece('{"password":"hun'),
      new AIMessageChunk({ content: "", tool_call_chunks: [{ index: 0, args: 'ter2"}' }] }),
    ];
    const events = redacted(chunks, concatChunks(chunks));
    expect(JSON.stringify(events)).not.toContain("hunter2");
    const told = events.slice(1, -1).map(({ data }) => (data as { chunk: AIMessageChunk }).chunk);
    for (const chunk of told) expect(chunk).toBeInstanceOf(AIMessageChunk);
    const sum = concatChunks(told);
    expect(sum.text).toBe("it is [redacted].");
    expect(sum.usage_metadata).toEqual(usage_metadata);
    expect(sum.tool_calls).toMatchObject([{ name: "login", args: { password: "[redacted]" } }]);
    expect(chunks[0]?.text).toBe("it is hun");
    expect(events.at(-1)?.data).toMatchObject({ output: { content: "it is [redacted]." } });
  });

  it("and documents are looked through, and left alone where there is nothing", () => {
    const message = new AIMessage({ content: "fine", additional_kwargs: { token: "t" } });
    const document = new Document({ pageContent: "hunter2", metadata: { a: 1 } });
    const harmless = new AIMessage("fine");
    const [, end] = redacted([], [message, document, harmless]);
    const { output } = end?.data as { output: [AIMessage, Document, AIMessage] };
    expect(output[0]).toBeInstanceOf(AIMessage);
    expect(output[0].additional_kwargs).toEqual({ token: "[redacted]" });
    expect(output[1].pageContent).toBe("[redacted]");
    expect(output[2]).toBe(harmless);
  });
});
