import type { EventStream } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import type { ResetListener } from "./events-source.ts";

/** How a component's stream stands. */
export type StreamStatus = "idle" | "open" | "ended" | "failed";

/** What a component sees of a stream at one moment. */
export interface StreamSnapshot<View> {
  readonly view: View;
  readonly status: StreamStatus;
  /** What the stream failed with. */
  readonly error: unknown;
}

/** Makes a view of events. */
export interface ViewBuilder<View> {
  add(event: StreamEvent): void;
  /** What the events add up to: the same object as long as nothing has changed. */
  readonly view: View;
}

/** What a store is made of. */
export interface StreamStoreOptions<View> {
  /** Opens the stream; `undefined` where there is none yet. */
  readonly open: ((onReset: ResetListener) => EventStream<unknown, StreamEvent>) | undefined;
  readonly createBuilder: () => ViewBuilder<View>;
}

/**
 * A stream of events as `useSyncExternalStore` wants it. It is open as long as somebody looks; who looks again later opens it
 * anew. What comes in at once, as the events of one network chunk do, is painted once.
 */
export class StreamStore<View> {
  readonly #options: StreamStoreOptions<View>;
  readonly #listeners = new Set<() => void>();
  #builder: ViewBuilder<View>;
  #status: StreamStatus = "idle";
  #error: unknown;
  #snapshot: StreamSnapshot<View>;
  #leave: (() => void) | undefined;
  #isScheduled = false;

  constructor(options: StreamStoreOptions<View>) {
    this.#options = options;
    this.#builder = options.createBuilder();
    this.#snapshot = { view: this.#builder.view, status: "idle", error: undefined };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#leave?.();
      this.#leave = undefined;
    };
  };

  readonly getSnapshot = (): StreamSnapshot<View> => this.#snapshot;

  #open(): void {
    const { open } = this.#options;
    if (open === undefined) return;
    this.#reset();
    this.#status = "open";
    this.#changed();
    try {
      this.#read(
        open((reason) => {
          if (reason === "restart") this.#reset();
        }),
      );
    } catch (error) {
      // Thrown in an effect it would take the page away.
      this.#end("failed", error);
    }
  }

  #read(stream: EventStream<unknown, StreamEvent>): void {
    const subscription = stream.subscribe({
      next: (event) => {
        this.#builder.add(event);
        this.#changed();
      },
      error: (error: unknown) => {
        this.#end("failed", error);
      },
      complete: () => {
        this.#end("ended", undefined);
      },
    });
    this.#leave = () => {
      subscription.unsubscribe();
    };
  }

  #reset(): void {
    this.#builder = this.#options.createBuilder();
    this.#error = undefined;
    this.#changed();
  }

  #end(status: StreamStatus, error: unknown): void {
    this.#status = status;
    this.#error = error;
    this.#changed();
  }

  #changed(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#snapshot = { view: this.#builder.view, status: this.#status, error: this.#error };
      for (const listener of this.#listeners) listener();
    });
  }
}
