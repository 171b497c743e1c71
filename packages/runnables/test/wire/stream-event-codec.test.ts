import {
  AIMessageChunk,
  ChatPromptTemplate,
  Document,
  JsonOutputParser,
  RunnableLambda,
  type StreamEvent,
} from "@rivulet/runnables";
import { parseEvent, serializeEvent, streamEventSchema } from "@rivulet/runnables/wire";
import { ScriptedChatModel, ScriptedRetriever } from "@rivulet/testing";

async function eventsOf(stream: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
  } catch {
    // The failure is in the events.
  }
  return events;
}

function throughText(event: StreamEvent): StreamEvent {
  return parseEvent(JSON.stringify(serializeEvent(event)));
}

const model = new ScriptedChatModel({ chunks: ['{"a": [1', ", 2], ", '"b": "x"}'] });

describe("events of components in wire form", () => {
  it("come back equal from a chain of prompt, model and JSON parser", async () => {
    const chain = ChatPromptTemplate.fromTemplate("about {topic}")
      .pipe(model)
      .pipe(new JsonOutputParser());
    const events = await eventsOf(chain.streamEvents({ topic: "a" }));
    const parsed = events.map(throughText);

    expect(parsed).toEqual(events);
    for (const event of events) streamEventSchema.parse(serializeEvent(event));
    const chunk = parsed.find((event) => event.event === "on_chat_model_stream")?.data.chunk;
    expect(chunk).toBeInstanceOf(AIMessageChunk);
  });

  it("come back equal from a retriever and a failing step", async () => {
    const chain = new ScriptedRetriever({ documents: ["one", "two"] }).pipe(
      RunnableLambda.from((): never => {
        throw new TypeError("no good");
      }),
    );
    const parsed = (await eventsOf(chain.streamEvents("query"))).map(throughText);

    const found = parsed.find((event) => event.event === "on_retriever_end")?.data.output;
    expect(found?.[0]).toBeInstanceOf(Document);
    const error = parsed.find((event) => event.event === "on_chain_error")?.data.error;
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: "no good" });
  });
});
