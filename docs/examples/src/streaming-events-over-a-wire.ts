// "Events over a wire" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { AIMessageChunk, type StreamEvent } from "@rivulet/runnables";
import { parseEvent, serializeEvent } from "@rivulet/runnables/wire";
import { ScriptedChatModel } from "@rivulet/testing";

const lines: string[] = [];
const model = new ScriptedChatModel({ chunks: ["over ", "the wire"] });
for await (const event of model.streamEvents("go")) {
  lines.push(JSON.stringify(serializeEvent(event)));
}

const events: StreamEvent[] = lines.map((line) => parseEvent(line));
for (const event of events) {
  if (event.event !== "on_chat_model_stream") continue;
  console.log(event.data.chunk instanceof AIMessageChunk, [event.data.chunk.text]);
}
