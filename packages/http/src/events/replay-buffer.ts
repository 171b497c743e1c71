import type { HostedEvent } from "./hosted-event.ts";

/** What follows a place in the buffer. */
export interface Replay {
  readonly events: readonly HostedEvent[];
  /** Whether events between the place and the first of these are gone. */
  readonly isOverrun: boolean;
  /** The place that these follow at once: where events are gone, that of the last of them. */
  readonly fromPlace: number;
}

/** How much a buffer keeps. */
export interface ReplayLimits {
  readonly maxEvents: number;
  readonly maxBytes: number;
}

/**
 * The last events of a run, in order, for those that connect again. The oldest make room for the newest, which is kept however
 * large it is.
 */
export class ReplayBuffer {
  readonly #limits: ReplayLimits;
  // Before `#start` there is nothing; now and then the rest moves to the front.
  #events: (HostedEvent | undefined)[] = [];
  #start = 0;
  #sizeBytes = 0;
  #droppedPlace = -1;

  constructor(limits: ReplayLimits) {
    this.#limits = limits;
  }

  /** The newest event that was added. */
  get last(): HostedEvent | undefined {
    return this.#events.at(-1);
  }

  add(event: HostedEvent): void {
    this.#events.push(event);
    this.#sizeBytes += event.sizeBytes;
    const { maxEvents, maxBytes } = this.#limits;
    while (this.#count > 1 && (this.#count > maxEvents || this.#sizeBytes > maxBytes)) this.#drop();
    if (this.#start >= this.#count) this.#compact();
  }

  /** The events after this place. */
  after(place: number): Replay {
    return {
      events: this.#events
        .filter((event) => event !== undefined)
        .filter((event) => event.place > place),
      isOverrun: place < this.#droppedPlace,
      fromPlace: Math.max(place, this.#droppedPlace),
    };
  }

  get #count(): number {
    return this.#events.length - this.#start;
  }

  #drop(): void {
    const oldest = this.#events[this.#start];
    this.#events[this.#start] = undefined;
    this.#start += 1;
    if (oldest === undefined) return;
    this.#sizeBytes -= oldest.sizeBytes;
    this.#droppedPlace = oldest.place;
  }

  #compact(): void {
    this.#events = this.#events.slice(this.#start);
    this.#start = 0;
  }
}
