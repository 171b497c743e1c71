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
  #droppedPlace = -1;
  #last: HostedEvent | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  /** The newest event that was added. */
  get last(): HostedEvent | undefined {
    return this.#last;
  }

  add(event: HostedEvent): void {
    this.#last = event;
    if (this.#events.length < this.#size) {
      this.#events.push(event);
      return;
    }
    this.#droppedPlace = this.#events[this.#start]?.place ?? event.place;
    this.#events[this.#start] = event;
    this.#start = (this.#start + 1) % this.#size;
  }

  /** The events after this place. */
  after(place: number): Replay {
    const ordered = [...this.#events.slice(this.#start), ...this.#events.slice(0, this.#start)];
    const first = ordered.findIndex((event) => event.place > place);
    return {
      events: first < 0 ? [] : ordered.slice(first),
      isOverrun: place < this.#droppedPlace,
    };
  }
}
