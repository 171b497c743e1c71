import {
  AIMessageChunk,
  BaseChatModel,
  JsonOutputParser,
  StringOutputParser,
  type BaseMessage,
  type Runnable,
} from "@rivulet/runnables";

/** Streams a message chunk for each text, made when it is due, as a provider's client makes it. */
class TokenModel extends BaseChatModel {
  readonly #texts: Iterable<string>;

  constructor(texts: Iterable<string>) {
    super();
    this.#texts = texts;
  }

  protected override async *_streamResponseChunks(
    _messages: readonly BaseMessage[],
  ): AsyncGenerator<AIMessageChunk> {
    for (const text of this.#texts) yield new AIMessageChunk(text);
  }
}

/** Scripted model | string parser. */
export function rivuletTextChain(texts: Iterable<string>): Runnable<string, string> {
  return new TokenModel(texts).pipe(new StringOutputParser()) as Runnable<string, string>;
}

/** Scripted model | JSON parser. */
export function rivuletJsonChain(texts: Iterable<string>): Runnable<string, unknown> {
  return new TokenModel(texts).pipe(new JsonOutputParser()) as Runnable<string, unknown>;
}
