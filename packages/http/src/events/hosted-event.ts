import type { StreamEvent } from "@rivulet/runnables";
import { serializeEvent } from "@rivulet/runnables/wire";

/** An event on its way to any number of connections: brought into wire form once, when the first of them sends it. */
export class HostedEvent {
  readonly event: StreamEvent;
  #data: string | undefined;

  constructor(event: StreamEvent) {
    this.event = event;
  }

  get seq(): number {
    return this.event.seq;
  }

  /** Its JSON text. */
  get data(): string {
    return (this.#data ??= JSON.stringify(serializeEvent(this.event)));
  }
}
