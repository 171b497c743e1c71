import { Subject } from "rxjs";

async function* tokens(texts: Iterable<string>): AsyncGenerator<{ readonly content: string }> {
  for (const content of texts) yield { content };
}

async function* hop<Value>(values: AsyncIterable<Value>): AsyncGenerator<Value> {
  for await (const value of values) yield value;
}

async function* toText(
  values: AsyncIterable<{ readonly content: string }>,
): AsyncGenerator<string> {
  for await (const { content } of values) yield content;
}

/** What three steps cost as bare async generators: the shape that an engine without push stages has at best. */
export function threeHops(texts: Iterable<string>): AsyncGenerator<string> {
  return hop(toText(hop(tokens(texts))));
}

/** What three events a chunk cost with bare parts: an async generator, and an RxJS Subject that is told. */
export async function generatorIntoSubject(texts: Iterable<string>): Promise<number> {
  const subject = new Subject<{ readonly event: string; readonly chunk: unknown }>();
  let count = 0;
  subject.subscribe(() => {
    count += 1;
  });
  for await (const token of tokens(texts)) {
    subject.next({ event: "on_chat_model_stream", chunk: token });
    subject.next({ event: "on_parser_stream", chunk: token.content });
    subject.next({ event: "on_chain_stream", chunk: token.content });
  }
  return count;
}

/**
 * What the language takes for the promises of W1 with a loop, whoever makes them: a chunk is awaited, and so are the three results
 * that its events are handed out in. Nothing else is done.
 */
export async function awaitsAlone(texts: Iterable<string>): Promise<number> {
  let count = 0;
  for (const content of texts) {
    const token = await Promise.resolve({ done: false, value: { content } });
    for (let events = 0; events < 3; events += 1) {
      const { done } = await Promise.resolve({ done: false, value: token.value });
      if (!done) count += 1;
    }
  }
  return count;
}

async function* countUp(limit: number): AsyncGenerator<number> {
  for (let value = 0; value < limit; value += 1) yield value;
}

async function* increment(values: AsyncIterable<number>): AsyncGenerator<number> {
  for await (const value of values) yield value + 1;
}

/** A source of numbers and `hops` async generators that add one to each. */
export function bareGeneratorChain(limit: number, hops: number): AsyncGenerator<number> {
  let values = countUp(limit);
  for (let index = 0; index < hops; index += 1) values = increment(values);
  return values;
}
