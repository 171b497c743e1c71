import type { RunType } from "../events/run-type.ts";
import type { Listener } from "./listener.ts";

/**
 * Listeners, each once, in order, and which of them could hear a run of a type: found out once for each list and type, so that
 * a run asks the filters of those alone. Asking 100 listeners for other types made a traced call six times as dear.
 */
export class ListenerIndex {
  readonly all: readonly Listener[];
  readonly #ofRuns = new Map<RunType, readonly Listener[]>();
  readonly #ofCustomEvents = new Map<RunType, readonly Listener[]>();

  constructor(all: readonly Listener[]) {
    this.all = all;
  }

  /** `first`, and behind them those that could hear a run of this type, each once. */
  forRuns(type: RunType, first: readonly Listener[]): readonly Listener[] {
    if (this.all.length === 0) return first;
    let listeners = this.#ofRuns.get(type);
    if (listeners === undefined) {
      listeners = this.all.filter((listener) => listener.couldHear(type));
      this.#ofRuns.set(type, listeners);
    }
    return join(first, listeners);
  }

  /** `first`, and behind them those that could hear a custom event in a run of this type, each once. */
  forCustomEvents(type: RunType, first: readonly Listener[]): readonly Listener[] {
    let listeners = this.#ofCustomEvents.get(type);
    if (listeners === undefined) {
      listeners = this.all.filter((listener) => listener.couldHearCustomEvents(type));
      this.#ofCustomEvents.set(type, listeners);
    }
    return join(first, listeners);
  }
}

// Without a set, which costs more than it saves: a call has few listeners of its own.
function join(first: readonly Listener[], second: readonly Listener[]): readonly Listener[] {
  if (second.length === 0) return first;
  if (first.length === 0) return second;
  return [...first, ...second.filter((listener) => !first.includes(listener))];
}
