import { InvalidArgumentError, type RunManager } from "@rivulet/core";
import {
  createRunEntry,
  isPromiseLike,
  Moment,
  Pace,
  toPromise,
  Turn,
  type RunEntry,
} from "@rivulet/core/runtime";
import type { Pressure } from "../pipeline/sink.ts";
import { withinGrace } from "./within-grace.ts";

type Next<Item> = IteratorResult<Item, unknown> | Promise<IteratorResult<Item, unknown>>;

/** An async or plain iterator, read in one way. */
interface AnyIterator<Item> {
  next(): Next<Item>;
  return?(): unknown;
}

/** What can be read value by value. */
export type Pullable<Item> = AsyncIterable<Item> | Iterable<Item>;

/**
 * What a user's generator gave, which may be anything where it is none: a promise of one, for example. A string is read by nobody.
 *
 * @throws {@link InvalidArgumentError} when no values can be read from it.
 */
export function checkPullable<Given>(given: Given, whose: string): Given {
  const isObject = typeof given === "object" && given !== null;
  if (isObject && (Symbol.asyncIterator in given || Symbol.iterator in given)) return given;
  throw InvalidArgumentError.of(`${whose} returned`, given, "an async generator (`async *`)");
}

/** The run of a step, as far as whoever reads for it needs it. */
interface ReadingStep {
  readonly run: RunManager;
  readonly isOpen: boolean;
  readonly down: { readonly pressure: Pressure };
}

/** Reads an iterator for the run of a step: the boundary where chunks enter the pipeline, one at a time. */
export class SourceReader {
  readonly #step: ReadingStep;
  #iterator: AnyIterator<unknown> | undefined;
  #enter: RunEntry | undefined;
  #resume: (() => void) | undefined;

  constructor(step: ReadingStep) {
    this.#step = step;
  }

  /**
   * Reads values one by one and hands each to `each`, entering the run for every resumption of the user's code. Waits while
   * what is below or a consumer of events has enough; lets other streams have their turn. Ends when the values do or the step
   * is told to stop.
   */
  pull<Item>(source: Pullable<Item>, each: (item: Item) => void): Promise<undefined> {
    const enter = (this.#enter = createRunEntry(this.#step.run));
    const iterator = enter(() => iterate(source));
    this.#iterator = iterator;
    const reading = this.#read(enter, iterator, each);
    // Where a value was refused, the iterator does not know; one that failed by itself is finalised already.
    return reading.catch(async (error: unknown) => {
      await this.#finalise();
      throw error;
    });
  }

  async #read<Item>(
    enter: RunEntry,
    iterator: AnyIterator<Item>,
    each: (item: Item) => void,
  ): Promise<undefined> {
    const step = this.#step;
    const { run } = step;
    const moment = new Moment(run.tree);
    const next = (): Next<Item> => iterator.next();
    const { pressure } = step.down;
    const turn = (run.tree.turn ??= new Turn());
    const pace = new Pace(turn);
    for (let isFirst = true; ; isFirst = false) {
      while (this.#mustWait(run, pressure)) await this.#roomOrRest(pressure);
      if (!step.isOpen) return;
      const pending = enter(next);
      // The first is awaited in any case: what is written to the step within this tick comes before what it makes.
      const result = checkResult(isPromiseLike(pending) || isFirst ? await pending : pending);
      if (result.done === true) {
        this.#iterator = undefined;
        return;
      }
      if (!pace.takes()) await this.#turnOrRest(turn);
      // Another source may have filled what is below in the meantime: then this one keeps its chunk for now.
      while (this.#mustWait(run, pressure)) await this.#roomOrRest(pressure);
      moment.handOn(result.value, each);
    }
  }

  /**
   * Resolves when nobody holds the run any more, or the step comes to rest: whoever holds it may do so for long, and would
   * keep what waits.
   */
  releaseOrRest(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      this.#step.run.onRelease(resolve);
    });
  }

  /** Resolves when there is room, or the step comes to rest. */
  openOrRest(pressure: Pressure): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      pressure.whenOpen(resolve);
    });
  }

  /** Finalises the iterator that is being read, if any. Never rejects. */
  bringToRest(): Promise<void> | undefined {
    this.#resume?.();
    return this.#finalise();
  }

  #finalise(): Promise<void> | undefined {
    const iterator = this.#iterator;
    if (iterator === undefined) return undefined;
    this.#iterator = undefined;
    return withinGrace(this.#returnFrom(iterator));
  }

  async #returnFrom(iterator: AnyIterator<unknown>): Promise<void> {
    const enter = this.#enter ?? createRunEntry(this.#step.run);
    await enter(() => iterator.return?.());
  }

  // Whoever leaves waits until the source is at rest, and a turn may be long in coming.
  #turnOrRest(turn: Turn): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      if (this.#step.isOpen) turn.whenNext(resolve);
      else resolve();
    });
  }

  // One promise: a fast source waits once in 16 chunks.
  #roomOrRest(pressure: Pressure): Promise<void> {
    return this.#step.run.isHeld ? this.releaseOrRest() : this.openOrRest(pressure);
  }

  // For a consumer of events, or for what is below. Nobody is, mostly: hence that is asked first.
  #mustWait(run: RunManager, pressure: Pressure): boolean {
    return (run.isHeld || pressure.isClosed) && this.#step.isOpen;
  }
}

// As `for await` does: one that gives something else would be read for ever.
function checkResult<Result>(result: Result): Result {
  if (typeof result === "object") return result;
  throw InvalidArgumentError.of("An iterator gave", result, "{ value, done }");
}

function iterate<Item>(source: Pullable<Item>): AnyIterator<Item> {
  return Symbol.asyncIterator in source
    ? source[Symbol.asyncIterator]()
    : new PlainIterator(source[Symbol.iterator]());
}

/** A plain iterator, whose values may be promises, as `for await` reads it. */
class PlainIterator<Item> implements AnyIterator<Item> {
  readonly #iterator: Iterator<Item>;

  constructor(iterator: Iterator<Item>) {
    this.#iterator = iterator;
  }

  next(): Next<Item> {
    const result = this.#iterator.next();
    const value: unknown = result.value;
    if (result.done === true || !isPromiseLike(value)) return result;
    return toPromise(value as PromiseLike<Item>).then((item) => ({ done: false, value: item }));
  }

  return(): unknown {
    return this.#iterator.return?.();
  }
}
