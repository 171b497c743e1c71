import type { StreamEvent } from "@rivulet/runnables";
import { serializeEvent } from "@rivulet/runnables/wire";

const encoder = new TextEncoder();

/** An event on its way to any number of connections: brought into wire form once for all of them. */
export class HostedEvent {
  readonly event: StreamEvent;
  /** Its place among the events that are let out, from 0: a redaction may tell events late, so `seq` is not it. */
  readonly place: number;
  #data: string | undefined;
  #sizeBytes: number | undefined;

  /** @param sizeBytes how much it counts for, where that is known already. */
  constructor(event: StreamEvent, place: number, sizeBytes?: number) {
    this.event = event;
    this.place = place;
    this.#sizeBytes = sizeBytes;
  }

  /** Its JSON text. */
  get data(): string {
    return (this.#data ??= JSON.stringify(serializeEvent(this.event)));
  }

  /** How many bytes its JSON text has on the wire: what it is counted for in a buffer. */
  get sizeBytes(): number {
    return (this.#sizeBytes ??= encoder.encode(this.data).byteLength);
  }
}
