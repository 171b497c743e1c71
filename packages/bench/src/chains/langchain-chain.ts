import "./langchain-setup.ts";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { JsonOutputParser, StringOutputParser } from "@langchain/core/output_parsers";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";

/** The same model for LangChain.js: as its own FakeStreamingChatModel, without the pauses. */
class TokenModel extends BaseChatModel {
  readonly #texts: Iterable<string>;

  constructor(texts: Iterable<string>) {
    super({});
    this.#texts = texts;
  }

  override _llmType(): string {
    return "tokens";
  }

  override _generate(): Promise<ChatResult> {
    const text = [...this.#texts].join("");
    return Promise.resolve({ generations: [{ text, message: new AIMessage(text) }] });
  }

  override async *_streamResponseChunks(
    _messages: BaseMessage[],
    _options: this["ParsedCallOptions"],
    run?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for (const text of this.#texts) {
      const chunk = new ChatGenerationChunk({
        text,
        message: new AIMessageChunk({ content: text }),
      });
      yield chunk;
      await run?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
    }
  }
}

/** Scripted model | string parser, of LangChain.js. */
export function langchainTextChain(texts: Iterable<string>): Runnable<string, string> {
  return new TokenModel(texts).pipe(new StringOutputParser());
}

/** Scripted model | JSON parser, of LangChain.js. */
export function langchainJsonChain(texts: Iterable<string>): Runnable<string, unknown> {
  return new TokenModel(texts).pipe(new JsonOutputParser());
}
