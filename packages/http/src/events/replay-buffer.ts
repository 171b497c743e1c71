import type { HostedEvent } from "./hosted-event.ts";

/** What follows a place in the buffer. */
export interface Replay {
  readonly events: readonly HostedEvent[];
  /** Whether events between the place and the first of these are gone. */
  readonly isOverrun: boolean;
}

/** The last events of a run, in order, for those that connect again. The oldest make room for the newest. */
export class ReplayBuffer {
  readonly #size: number;
  // A ring once it is full: `#start` is the oldest.
  readonly #events: HostedEvent[] = [];
  #start = 0;
  #droppedSeq = -1;
  #lastSeq = -1;

  constructor(size: number) {
    this.#size = size;
  }

  /** The `seq` of the newest event that was added; -1 before the first. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  add(event: HostedEvent): void {
    this.#lastSeq = event.seq;
    if (this.#events.length < this.#size) {
      this.#events.push(event);
      return;
    }
    this.#droppedSeq = this.#events[this.#start]?.seq ?? event.seq;
    this.#events[this.#start] = event;
    this.#start = (this.#start + 1) % this.#size;
  }

  /** The events after this `seq`. */
  after(seq: number): Replay {
    const ordered = [...this.#events.slice(this.#start), ...this.#events.slice(0, this.#start)];
    const first = ordered.findIndex((event) => event.seq > seq);
    return {
      events: first < 0 ? [] : ordered.slice(first),
      isOverrun: seq < this.#droppedSeq,
    };
  }
}
