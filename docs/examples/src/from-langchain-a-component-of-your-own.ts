// "A component of your own" of docs/from-langchain.md. Edit it there; `npm run docs` writes this file.

import { AIMessageChunk, BaseChatModel, type BaseMessage } from "@rivulet/runnables";

class Letters extends BaseChatModel {
  protected override async *_streamResponseChunks(messages: readonly BaseMessage[]) {
    for (const letter of messages.at(-1)?.text ?? "") yield new AIMessageChunk(letter);
  }
}

for await (const { content } of new Letters().stream("abc")) console.log(content);
