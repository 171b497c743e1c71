import type { Unsubscribable } from "rxjs";
import type { RunEvent } from "../events/run-event.ts";
import { addsUp, ChunkAccumulator } from "../util/chunk-accumulator.ts";
import { payloadOf } from "./event-facts.ts";

/** The chunks of one run, on their way to become one. */
interface Joined<Event> {
  last: Event;
  count: number;
  lastChunk: unknown;
  readonly chunks: ChunkAccumulator;
}

/** What the runs of one root stream while a window is open, and the timer that closes it. */
export class ChunkWindow<Event extends RunEvent> {
  readonly #timer: Unsubscribable;
  /** By run, in the order of their last chunks: so the events that come out are in order. */
  readonly #runs = new Map<string, Joined<Event>>();

  constructor(timer: Unsubscribable) {
    this.#timer = timer;
  }

  /** Joins a chunk to those of its run; `false`, and nothing done, when it does not add to them. */
  join(event: Event): boolean {
    const chunk = payloadOf(event);
    const joined = this.#runs.get(event.run_id);
    if (joined !== undefined && !addsUp(joined.lastChunk, chunk)) return false;
    const next = joined ?? {
      last: event,
      count: 0,
      lastChunk: chunk,
      chunks: new ChunkAccumulator(),
    };
    next.chunks.add(chunk);
    next.count += 1;
    next.last = event;
    next.lastChunk = chunk;
    this.#runs.delete(event.run_id);
    this.#runs.set(event.run_id, next);
    return true;
  }

  /** Tells what there is; the window stays open. */
  flush(tell: (event: Event) => void): void {
    const runs = [...this.#runs.values()];
    this.#runs.clear();
    for (const { last, count, chunks } of runs)
      tell(count === 1 ? last : { ...last, data: { chunk: chunks.value } });
  }

  close(tell: (event: Event) => void): void {
    this.#timer.unsubscribe();
    this.flush(tell);
  }

  /** Closes it without a word. */
  abandon(): void {
    this.#timer.unsubscribe();
    this.#runs.clear();
  }
}
