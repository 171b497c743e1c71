// What a page needs to show the events of a chain. It is bundled and weighed.
import { AIMessageChunk, BaseChatModel, StringOutputParser } from "@rivulet/runnables";

class EchoModel extends BaseChatModel {
  protected override async *_streamResponseChunks(): AsyncGenerator<AIMessageChunk> {
    yield new AIMessageChunk("Hello");
  }
}

const chain = new EchoModel().pipe(new StringOutputParser());
for await (const { event, name } of chain.streamEvents("Hi")) console.log(event, name);
