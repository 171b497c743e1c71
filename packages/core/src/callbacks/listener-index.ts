import type { RunType } from "../events/run-type.ts";
import type { Listener } from "./listener.ts";

/** Names may be made up for each run: so many of them are kept for a type. */
const maxNames = 1_000;

/** The listeners that could hear runs of a type, or custom events in them, and of these the ones for runs of each name. */
interface OfType {
  readonly listeners: readonly Listener[];
  readonly byName: Map<string, readonly Listener[]>;
}

/** What a run is looked up by. */
interface TypeAndName {
  readonly type: RunType;
  readonly name: string;
}

/**
 * Listeners, each once, in order, and which of them could hear a run of a type and name: found out once for each list, type
 * and name, so that a run asks the filters of those alone. Asking 100 listeners for other types made a traced call six times
 * as dear, and 100 for other names nearly five times.
 */
export class ListenerIndex {
  readonly all: readonly Listener[];
  readonly #byType = new Map<RunType, OfType>();

  constructor(all: readonly Listener[]) {
    this.all = all;
  }

  /** `first`, and behind them those that could hear a run of this type and name, each once. */
  forRuns({ type, name }: TypeAndName, first: readonly Listener[]): readonly Listener[] {
    if (this.all.length === 0) return first;
    const ofType = this.#find(type);
    const { byName } = ofType;
    let listeners = byName.get(name);
    if (listeners === undefined) {
      listeners = ofType.listeners.filter((listener) => listener.couldHear(type, name));
      if (byName.size >= maxNames) byName.clear();
      byName.set(name, listeners);
    }
    return join(first, listeners);
  }

  /** `first`, and behind them those that could hear a custom event in a run of this type, each once. */
  forCustomEvents(type: RunType, first: readonly Listener[]): readonly Listener[] {
    return join(first, this.#find(type).listeners);
  }

  #find(type: RunType): OfType {
    let ofType = this.#byType.get(type);
    if (ofType === undefined) {
      const listeners = this.all.filter((listener) => listener.couldHear(type));
      ofType = { listeners, byName: new Map() };
      this.#byType.set(type, ofType);
    }
    return ofType;
  }
}

// Without a set, which costs more than it saves: a call has few listeners of its own.
function join(first: readonly Listener[], second: readonly Listener[]): readonly Listener[] {
  if (second.length === 0) return first;
  if (first.length === 0) return second;
  return [...first, ...second.filter((listener) => !first.includes(listener))];
}
