import { InvalidArgumentError, type RunManager } from "@rivulet/core";
import {
  createRunEntry,
  isPromiseLike,
  Moment,
  Pace,
  Turn,
  type RunEntry,
} from "@rivulet/core/runtime";
import type { Pressure } from "../pipeline/sink.ts";
import { iterate, type AnyIterator, type Pullable, type Result } from "./pullable.ts";
import { withinGrace } from "./within-grace.ts";

/** For whom it is read. */
export interface ReadingHost {
  readonly step: {
    readonly run: RunManager;
    readonly isOpen: boolean;
    readonly down: { readonly pressure: Pressure };
  };
  /** Resolves when `wait` resumes, at the latest when the step comes to rest. */
  orRest(wait: (resume: () => void) => void): Promise<void>;
}

/** In the place of an iterator that is at its end or was left: what it holds goes, though what is below may work on for long. */
const ended: AnyIterator<never> = { next: () => ({ done: true, value: undefined }) };

/**
 * An iterator that is read to its end, one result at a time.
 *
 * By `then`, with the same two functions each time, and by methods: an `await` makes two functions for each result (180 bytes, 30
 * ns), and V8 looks up all that is imported (10 ns each) where functions are made anew for each reading.
 */
export class Reading<Item> {
  readonly #host: ReadingHost;
  readonly #run: RunManager;
  readonly #enter: RunEntry;
  #iterator: AnyIterator<Item>;
  readonly #each: (item: Item) => void;
  readonly #moment: Moment;
  readonly #pressure: Pressure;
  readonly #turn: Turn;
  readonly #pace: Pace;
  #isFirst = true;
  #resolve: ((value: undefined) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor(host: ReadingHost, source: Pullable<Item>, each: (item: Item) => void) {
    const { run, down } = host.step;
    this.#host = host;
    this.#run = run;
    this.#each = each;
    this.#enter = createRunEntry(run);
    this.#iterator = this.#enter(() => iterate(source));
    this.#moment = new Moment(run.tree);
    this.#pressure = down.pressure;
    this.#turn = run.tree.turn ??= new Turn();
    this.#pace = new Pace(this.#turn);
  }

  /** Reads on until there is nothing more, or nobody needs it; fails as the iterator does, or as `each` throws. Calls one, once. */
  begin(resolve: (value: undefined) => void, reject: (error: unknown) => void): void {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#goOn();
  }

  /** Finalises the iterator, unless it is at its end. Once. Never rejects. */
  leave(): Promise<void> | undefined {
    const iterator = this.#iterator;
    if (iterator === ended) return undefined;
    this.#iterator = ended;
    return withinGrace((async () => this.#enter(() => iterator.return?.()))());
  }

  readonly #next = (): Result<Item> | Promise<Result<Item>> => this.#iterator.next();

  #ask(): void {
    while (this.#host.step.isOpen) {
      if (this.#mustWait()) {
        this.#holdForRoom();
        return;
      }
      const pending = this.#enter(this.#next);
      // The first is awaited in any case: what is written to the step within this tick comes before what it makes. Most are
      // promises, which `instanceof` tells 8 to 16 ns sooner.
      if (this.#isFirst || pending instanceof Promise || isPromiseLike(pending)) {
        this.#isFirst = false;
        // By a promise of our own, unless it is one: the `then` of a subclass is its own, and may call back at once, or twice.
        void Promise.resolve(pending).then(this.#onResult, this.#reject);
        return;
      }
      if (!this.#take(pending)) return;
    }
    this.#resolve?.(undefined);
  }

  readonly #onResult = (result: Result<Item>): void => {
    try {
      if (this.#take(result)) this.#ask();
    } catch (error) {
      this.#reject?.(error);
    }
  };

  // Whether the next one may be asked for at once.
  #take(result: Result<Item>): boolean {
    // As `for await` does: one that gives something else would be read for ever.
    if (typeof result !== "object")
      throw InvalidArgumentError.of("An iterator gave", result, "{ value, done }");
    if (result.done === true) {
      this.#iterator = ended;
      this.#resolve?.(undefined);
      return false;
    }
    if (this.#pace.takes()) return this.#handOn(result);
    this.#holdForTurn(result);
    return false;
  }

  #handOn(result: Result<Item>): boolean {
    // Another source may have filled what is below in the meantime: then this one keeps its chunk for now.
    if (this.#mustWait()) {
      this.#holdForRoom(result);
      return false;
    }
    this.#moment.handOn(result.value as Item, this.#each);
    return true;
  }

  // For a consumer of events, or for what is below. Nobody is, mostly: hence that is asked first.
  #mustWait(): boolean {
    return (this.#run.isHeld || this.#pressure.isClosed) && this.#host.step.isOpen;
  }

  // The functions are made here, since V8 makes an object at each call for what those in a function capture.
  #holdForRoom(held?: Result<Item>): void {
    this.#hold(held, (resume) => {
      if (this.#run.isHeld) this.#run.onRelease(resume);
      else this.#pressure.whenOpen(resume);
    });
  }

  #holdForTurn(held: Result<Item>): void {
    this.#hold(held, (resume) => {
      this.#turn.whenNext(resume);
    });
  }

  #hold(held: Result<Item> | undefined, wait: (resume: () => void) => void): void {
    void this.#host.orRest(wait).then(() => {
      this.#goOn(held);
    });
  }

  #goOn(held?: Result<Item>): void {
    try {
      if (held === undefined || this.#handOn(held)) this.#ask();
    } catch (error) {
      this.#reject?.(error);
    }
  }
}
