import "./langchain-setup.ts";
import { Runnable, RunnableParallel, type RunnableConfig } from "@langchain/core/runnables";
import { langchainTextChain } from "./langchain-chain.ts";

/** So many branches side by side, each a scripted model | string parser. */
export function langchainStreamingParallel(
  texts: Iterable<string>,
  branches: number,
): Runnable<string, Record<string, string>> {
  const steps = Object.fromEntries(
    Array.from({ length: branches }, (_, index) => [
      `key${String(index)}`,
      langchainTextChain(texts),
    ]),
  );
  return RunnableParallel.from<string, Record<string, string>>(steps);
}

type Transform = (values: AsyncGenerator<number>) => AsyncGenerator<number>;

/** A step of LangChain.js that streams through: a class with a `transform`, since its lambdas wait for their whole input. */
class GeneratorStep extends Runnable<number, number> {
  static override lc_name(): string {
    return "GeneratorStep";
  }

  lc_namespace = ["bench"];
  readonly #transform: Transform;

  constructor(name: string, transform: Transform) {
    super();
    this.name = name;
    this.#transform = transform;
  }

  override async invoke(input: number, options?: Partial<RunnableConfig>): Promise<number> {
    let last = Number.NaN;
    for await (const value of await this.stream(input, options)) last = value;
    return last;
  }

  override async *_streamIterator(
    input: number,
    options?: Partial<RunnableConfig>,
  ): AsyncGenerator<number> {
    async function* once(): AsyncGenerator<number> {
      yield await Promise.resolve(input);
    }
    yield* this.transform(once(), options ?? {});
  }

  override transform(
    values: AsyncGenerator<number>,
    options: Partial<RunnableConfig>,
  ): AsyncGenerator<number> {
    return this._transformStreamWithConfig(values, this.#transform, options);
  }
}

/** A source of numbers and `hops` steps that add one to each. In none of them is the ambient run its own. */
export function langchainGeneratorChain(hops: number): Runnable<number, number> {
  let chain: Runnable<number, number> = new GeneratorStep("countUp", countUp);
  for (let index = 0; index < hops; index += 1)
    chain = chain.pipe(new GeneratorStep(`hop${String(index)}`, hop));
  return chain;
}

async function* countUp(limits: AsyncGenerator<number>): AsyncGenerator<number> {
  for await (const limit of limits) for (let value = 0; value < limit; value += 1) yield value;
}

async function* hop(values: AsyncGenerator<number>): AsyncGenerator<number> {
  for await (const value of values) yield value + 1;
}
