// The same program for LangChain.js.
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";

class EchoModel extends BaseChatModel {
  override _llmType(): string {
    return "echo";
  }

  override _generate(): Promise<ChatResult> {
    const text = "Hello";
    return Promise.resolve({ generations: [{ text, message: new AIMessage(text) }] });
  }

  override async *_streamResponseChunks(): AsyncGenerator<ChatGenerationChunk> {
    const text = "Hello";
    yield new ChatGenerationChunk({ text, message: new AIMessageChunk(text) });
  }
}

const chain = new EchoModel({}).pipe(new StringOutputParser());
const events = chain.streamEvents("Hi", { version: "v2" });
for await (const { event, name } of events) console.log(event, name);
