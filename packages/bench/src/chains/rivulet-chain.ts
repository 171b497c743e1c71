import {
  AIMessageChunk,
  BaseChatModel,
  JsonOutputParser,
  StringOutputParser,
  RunnableGenerator,
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

/**
 * The same from an iterator that is an object of its own, with one promise a chunk: the source that `ScriptedChatModel` of
 * `@rivulet/testing` has. That one itself would do less than the peer's model, since it makes its chunks when it is constructed.
 */
class IteratorTokenModel extends BaseChatModel {
  readonly #texts: Iterable<string>;

  constructor(texts: Iterable<string>) {
    super();
    this.#texts = texts;
  }

  protected override _streamResponseChunks(
    _messages: readonly BaseMessage[],
  ): AsyncIterable<AIMessageChunk> {
    return new TokenIterator(this.#texts);
  }
}

class TokenIterator implements AsyncIterableIterator<AIMessageChunk> {
  readonly #texts: Iterator<string>;

  constructor(texts: Iterable<string>) {
    this.#texts = texts[Symbol.iterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<AIMessageChunk, undefined>> {
    const { done, value } = this.#texts.next();
    return done === true
      ? Promise.resolve({ done, value: undefined })
      : Promise.resolve({ done: false, value: new AIMessageChunk(value) });
  }
}

/** What the model's chunks come out of. */
type TokenSource = "async generator" | "iterator";

/** Scripted model | string parser. */
export function rivuletTextChain(
  texts: Iterable<string>,
  source: TokenSource = "async generator",
): Runnable<string, string> {
  const model = source === "iterator" ? new IteratorTokenModel(texts) : new TokenModel(texts);
  return model.pipe(new StringOutputParser()) as Runnable<string, string>;
}

/** Scripted model | JSON parser. */
export function rivuletJsonChain(texts: Iterable<string>): Runnable<string, unknown> {
  return new TokenModel(texts).pipe(new JsonOutputParser()) as Runnable<string, unknown>;
}

/** Scripted model | a parser beside a generator that takes each chunk when `take` lets it. */
export function rivuletForkChain(
  texts: Iterable<string>,
  take: () => Promise<void> | undefined,
): Runnable<string, unknown> {
  const slow = new RunnableGenerator(async function* (chunks: AsyncIterable<AIMessageChunk>) {
    for await (const chunk of chunks) {
      await take();
      yield chunk.text;
    }
  });
  const fork = { prompt: new StringOutputParser(), slow };
  return new TokenModel(texts).pipe(fork) as Runnable<string, unknown>;
}
