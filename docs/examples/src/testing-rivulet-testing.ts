// "@rivulet/testing" of packages/testing/README.md. Edit it there; `npm run docs` writes this file.

import { StringOutputParser } from "@rivulet/runnables";
import { EventRecorder, renderRunTree, ScriptedChatModel } from "@rivulet/testing";

const model = new ScriptedChatModel({ chunks: ["Hello", " world", "!"] });
const chain = model.pipe(new StringOutputParser());

const recorder = await EventRecorder.from(chain.streamEvents("Say hello"));

for (const event of recorder.of({ includeEvents: ["on_chat_model_stream"] })) {
  if (event.event === "on_chat_model_stream") console.log(event.data.chunk.text);
}
console.log(renderRunTree(recorder, { chunks: true }));
