import type { StreamEvent } from "@rivulet/runnables";
import { serializeEvent } from "@rivulet/runnables/wire";

/** An event on its way to any number of connections: brought into wire form once, when the first of them sends it. */
export class HostedEvent {
  readonly event: StreamEvent;
  /** Its place among the events that are let out, from 0: a redaction may tell events late, so `seq` is not it. */
  readonly place: number;
  #data: string | undefined;

  constructor(event: StreamEvent, place: number) {
    this.event = event;
    this.place = place;
  }

  /** Its JSON text. */
  get data(): string {
    return (this.#data ??= JSON.stringify(serializeEvent(this.event)));
  }
}
