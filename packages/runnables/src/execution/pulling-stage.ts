import { createRunEntry, isPromiseLike, Moment, type RunEntry } from "@rivulet/core";
import type { Pressure } from "../pipeline/sink.ts";
import { Stage } from "./stage.ts";

type Next<Item> = IteratorResult<Item, unknown> | Promise<IteratorResult<Item, unknown>>;

/** An async or plain iterator, read in one way. */
interface AnyIterator<Item> {
  next(): Next<Item>;
  return?(): unknown;
}

/** What a stage can read values from. */
export type Pullable<Item> = AsyncIterable<Item> | Iterable<Item>;

const burstLength = 128;

// Taken when the module is loaded, so that fake timers that a test installs later do not stop a stream.
const { setImmediate, setTimeout } = globalThis as {
  setImmediate?: (next: () => void) => unknown;
} & typeof globalThis;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate === undefined) setTimeout(resolve, 0);
    else setImmediate(resolve);
  });
}

/** A stage that reads an iterator: the boundary where chunks enter the pipeline, one at a time. */
export abstract class PullingStage<Input, Output> extends Stage<Input, Output> {
  #iterator: AnyIterator<unknown> | undefined;
  #enter: RunEntry | undefined;
  #resume: (() => void) | undefined;

  /**
   * Reads values one by one and hands each to `each`, entering the run for every resumption of the user's code. Waits while
   * what is below or a consumer of events has enough; lets other streams have their turn after a burst. Ends when the
   * values do or the stage is told to stop.
   */
  protected async pull<Item>(source: Pullable<Item>, each: (item: Item) => void): Promise<void> {
    const { run } = this;
    const moment = new Moment(run.tree);
    const enter = (this.#enter = createRunEntry(run));
    const iterator = enter(() => iterate(source));
    const next = (): Next<Item> => iterator.next();
    this.#iterator = iterator;
    try {
      await this.#read(
        () => enter(next),
        (item) => {
          moment.begin();
          each(item);
          moment.end();
        },
      );
    } catch (error) {
      moment.end();
      const left = this.#iterator;
      this.#iterator = undefined;
      // Where `each` refused a value, the iterator does not know; one that failed by itself is finalised already.
      if (left !== undefined) await this.withinGrace(this.#finalise(left));
      throw error;
    }
  }

  async #read<Item>(next: () => Next<Item>, handOn: (item: Item) => void): Promise<void> {
    const { pressure } = this.down;
    let burst = 0;
    while (this.isOpen) {
      if (this.#isHeldBy(pressure)) {
        await this.#roomOrRest(pressure);
        continue;
      }
      const pending = next();
      const result = isPromiseLike(pending) ? await pending : pending;
      if (result.done === true) {
        this.#iterator = undefined;
        return;
      }
      // Another source may have filled what is below in the meantime: then this one keeps its chunk for now.
      while (this.isOpen && this.#isHeldBy(pressure)) await this.#roomOrRest(pressure);
      handOn(result.value);
      burst += 1;
      if (burst === burstLength) {
        burst = 0;
        await nextTurn();
      }
    }
  }

  /** Finalises the iterator that is being read, if any. */
  protected override bringToRest(_reason: unknown): Promise<void> | undefined {
    this.#resume?.();
    const iterator = this.#iterator;
    if (iterator === undefined) return undefined;
    this.#iterator = undefined;
    return this.withinGrace(this.#finalise(iterator));
  }

  async #finalise(iterator: AnyIterator<unknown>): Promise<void> {
    const enter = this.#enter ?? createRunEntry(this.run);
    await enter(() => iterator.return?.());
  }

  // By what is below, or by a consumer of events.
  #isHeldBy(pressure: Pressure): boolean {
    return this.run.isHeld || pressure.isClosed;
  }

  // Resolves when there may be room, or none is needed any more: one promise, since a fast source waits once in 16 chunks.
  #roomOrRest(pressure: Pressure): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      if (this.run.isHeld) this.run.onRelease(resolve);
      else pressure.whenOpen(resolve);
    });
  }
}

function iterate<Item>(source: Pullable<Item>): AnyIterator<Item> {
  return Symbol.asyncIterator in source
    ? source[Symbol.asyncIterator]()
    : source[Symbol.iterator]();
}
