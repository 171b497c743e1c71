import type { Gate } from "../context/gate.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { compileFilter, type CompiledFilter, type FilterSubject } from "../events/event-filter.ts";
import { eventName, isEventName, runPhases, type EventName } from "../events/event-name.ts";
import type { RunEvent } from "../events/run-event.ts";
import type { RunType } from "../events/run-type.ts";
import { emptyList } from "../util/empty-list.ts";
import type { CallbackHandler } from "./callback-handler.ts";
import { reportListenerError } from "./report-listener-error.ts";

/** Under this key a handler of our own shows the gate that holds producers back while its queue is full. */
export const pressureGate: unique symbol = Symbol("rivulet.pressureGate");

/**
 * Under this key the handler of a stream keeps its listener: there is one for each stream, and a WeakMap is slow with many.
 * Not that of a collector: its users may copy or freeze it, and a copy has a filter and listeners of its own.
 */
export const preparedListener: unique symbol = Symbol("rivulet.preparedListener");

/** The handler of a stream: nobody else ever sees it, and it has no listener but `on_event`. */
export interface StreamHandler extends CallbackHandler {
  readonly [pressureGate]: Gate;
  [preparedListener]: Listener | undefined;
}

/** A function of a handler. */
export type ListenerMethod = (this: CallbackHandler, event: RunEvent) => unknown;

/** What to call of a handler for an event of one name: looked up once per handler and name. */
export interface Delivery {
  readonly handler: CallbackHandler;
  /** Its listener for that name. */
  readonly own: ListenerMethod | undefined;
  readonly onEvent: ListenerMethod | undefined;
  /** Asked once per event, before either. */
  readonly where: ((event: RunEvent) => boolean) | undefined;
  readonly isAwaited: boolean;
}

const listeners = new WeakMap<CallbackHandler, Listener>();

/** What a handler of our own says of itself, beside what every handler can. */
interface ListenerOptions {
  /** Which runs and events it wants, in the place of its `filter`. */
  readonly filter?: CompiledFilter;
  /** Whether its `around` stands outside of those of all others. */
  readonly isOutermost?: boolean;
}

// One for all: a listener is made for each stream.
const noOptions: ListenerOptions = Object.freeze({});

/** A handler, checked and prepared. There is one per handler object, so that a handler registered twice is one. */
export class Listener {
  readonly handler: CallbackHandler;
  readonly hasAround: boolean;
  readonly isOutermost: boolean;
  readonly gate: Gate | undefined;
  readonly #filter: CompiledFilter | undefined;
  // By name; one for all names where the handler has nothing but `on_event`: a stream of events would have a map of its own.
  readonly #deliveries: Map<EventName, readonly Delivery[]> | readonly Delivery[];

  /** For handlers that are not registered twice; else see {@link Listener.of}. */
  constructor(handler: CallbackHandler, { filter, isOutermost = false } = noOptions) {
    this.handler = handler;
    this.isOutermost = isOutermost;
    this.hasAround = typeof handler.around === "function";
    this.gate = (handler as Partial<StreamHandler>)[pressureGate];
    this.#filter =
      filter ?? (handler.filter === undefined ? undefined : compileFilter(handler.filter));
    this.#deliveries =
      isStreamHandler(handler) && handler.filter === undefined
        ? [toDelivery(handler, undefined, undefined)]
        : new Map();
  }

  /**
   * The listener of a handler.
   *
   * @throws {@link InvalidArgumentError} when `handler` is no object or its filter is wrong.
   */
  static of(handler: CallbackHandler): Listener {
    if (typeof handler !== "object" || handler === null) {
      throw InvalidArgumentError.of(
        "A callback handler was",
        handler,
        "an object with listeners such as { on_event }",
      );
    }
    if (isStreamHandler(handler)) return (handler[preparedListener] ??= new Listener(handler));
    let listener = listeners.get(handler);
    if (listener === undefined) {
      checkListenerNames(handler);
      listener = new Listener(handler);
      listeners.set(handler, listener);
    }
    return listener;
  }

  /**
   * Whether it could hear, or be around, a run of this type, or hear a custom event in one; with `name`, whether it could such a
   * run of this name, its custom events aside: what its filter says when it knows nothing else of it.
   */
  couldHear(type: RunType, name?: string): boolean {
    const filter = this.#filter;
    if (filter === undefined) return true;
    if (!filter.couldMatch(type, name)) return false;
    // What is around a run is asked of its filter's runs, whatever events it wants of them.
    return (
      this.hasAround ||
      runPhases.some((phase) => filter.matchesEventName(eventName(type, phase))) ||
      (name === undefined && filter.matchesEventName("on_custom_event"))
    );
  }

  /** Whether it wants events of this run. */
  hears(run: FilterSubject): boolean {
    return this.#filter?.matchesRun(run) !== false;
  }

  /** Whether it wants a custom event called `name` in this run. */
  hearsCustomEvent(run: FilterSubject, name: string): boolean {
    return this.#filter?.matchesCustomEvent(run, name) !== false;
  }

  /** What to call for an event of this name: one delivery, or none. A list, so that those of several can be joined. */
  deliveriesFor(name: EventName): readonly Delivery[] {
    const known = this.#deliveries;
    if (!(known instanceof Map)) return known;
    let deliveries = known.get(name);
    if (deliveries === undefined) {
      deliveries = this.#findDeliveries(name);
      known.set(name, deliveries);
    }
    return deliveries;
  }

  #findDeliveries(name: EventName): readonly Delivery[] {
    if (this.#filter?.matchesEventName(name) === false) return emptyList;
    try {
      const delivery = toDelivery(this.handler, name, this.#filter?.where);
      return delivery.own === undefined && delivery.onEvent === undefined ? emptyList : [delivery];
    } catch (error) {
      // Within a run, which a handler that cannot be read must not harm.
      reportListenerError(error, { handler: this.handler, event: undefined }, this.handler);
      return emptyList;
    }
  }
}

function toDelivery(
  handler: CallbackHandler,
  name: EventName | undefined,
  where: Delivery["where"],
): Delivery {
  return {
    handler,
    own: name === undefined ? undefined : toMethod(handler[name]),
    onEvent: toMethod(handler.on_event),
    where,
    isAwaited: handler.awaited === true,
  };
}

function toMethod(value: unknown): ListenerMethod | undefined {
  return typeof value === "function" ? (value as ListenerMethod) : undefined;
}

function isStreamHandler(handler: CallbackHandler): handler is StreamHandler {
  return preparedListener in handler;
}

// A misspelt name would be a listener that is never called.
function checkListenerNames(handler: CallbackHandler): void {
  for (const key of Object.keys(handler)) {
    if (!/^(on_|handle[A-Z])/u.test(key) || key === "on_event" || isEventName(key)) continue;
    throw new InvalidArgumentError(
      `A callback handler has a listener for "${key}", which is no event; give names such as on_tool_start.`,
    );
  }
}
