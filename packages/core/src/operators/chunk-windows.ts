import type { SchedulerLike } from "rxjs";
import type { RunEvent } from "../events/run-event.ts";
import { ChunkWindow } from "./chunk-window.ts";
import { rootIdOf } from "./event-facts.ts";

/** How long windows are open, by whose clock, and to whom their chunks are told. */
export interface ChunkWindowsOptions<Event extends RunEvent> {
  readonly windowMs: number;
  readonly scheduler: SchedulerLike;
  readonly tell: (event: Event) => void;
}

/** The open windows, one for each root that streams. */
export class ChunkWindows<Event extends RunEvent> {
  readonly #options: ChunkWindowsOptions<Event>;
  readonly #windows = new Map<string, ChunkWindow<Event>>();

  constructor(options: ChunkWindowsOptions<Event>) {
    this.#options = options;
  }

  /** Takes a chunk in, until the window of its root closes. */
  hold(event: Event): void {
    const window = this.#window(rootIdOf(event));
    if (window.join(event)) return;
    // What does not add up is told in its turn, and the window stays open for the new one.
    window.flush(this.#options.tell);
    window.join(event);
  }

  /** Tells what the runs of a root have streamed. */
  close(rootId: string): void {
    const window = this.#windows.get(rootId);
    this.#windows.delete(rootId);
    window?.close(this.#options.tell);
  }

  closeAll(): void {
    for (const rootId of this.#windows.keys()) this.close(rootId);
  }

  /** Closes all without a word. */
  abandon(): void {
    for (const window of this.#windows.values()) window.abandon();
    this.#windows.clear();
  }

  #window(rootId: string): ChunkWindow<Event> {
    let window = this.#windows.get(rootId);
    if (window === undefined) {
      const { scheduler, windowMs } = this.#options;
      const close = (): void => {
        this.close(rootId);
      };
      window = new ChunkWindow(scheduler.schedule(close, windowMs));
      this.#windows.set(rootId, window);
    }
    return window;
  }
}
