import {
  createEventPredicate,
  type CallbackHandler,
  type EventFilter,
  type EventName,
  type RunEvent,
} from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import type { RunNode } from "../run-tree/run-node.ts";
import { toRunTree } from "../run-tree/to-run-tree.ts";
import { consume, type RecordableStream } from "./recordable-stream.ts";

/**
 * A callback handler that keeps the events it is told, in order.
 *
 * Give it to a call (`callbacks: [recorder]`), to the whole process (`configure({ callbacks: [recorder] })`, or for a while
 * `observeRuns().subscribe(recorder.on_event)`), or let {@link EventRecorder.from} fill one from a stream. It
 * keeps every event until {@link EventRecorder.clear}.
 *
 * @example
 * const recorder = new EventRecorder();
 * await chain.invoke(input, { callbacks: [recorder] });
 * expect(recorder).toObeyRunLaws();
 */
export class EventRecorder<Event extends RunEvent = StreamEvent> implements CallbackHandler {
  readonly filter?: EventFilter;
  #events: Event[] = [];
  #failure: { readonly error: unknown } | undefined;

  /**
   * Keeps the events that `filter` lets through; without it, all.
   *
   * @throws {@link InvalidArgumentError} when the filter is wrong.
   */
  constructor(filter?: EventFilter<Event>) {
    if (filter === undefined) return;
    createEventPredicate(filter);
    this.filter = filter;
  }

  /**
   * Records a stream to its end. Resolves when the stream failed too: what it told until then is in `events`, and what it
   * failed with in `failure`.
   *
   * @example
   * const recorder = await EventRecorder.from(chain.streamEvents(input));
   */
  static async from<Event extends RunEvent>(
    stream: RecordableStream<Event>,
  ): Promise<EventRecorder<Event>> {
    const recorder = new EventRecorder<Event>();
    try {
      await consume(stream, recorder.on_event);
    } catch (error) {
      recorder.#failure = { error };
    }
    return recorder;
  }

  /** Takes an event; called by the runs that this recorder is a callback of. */
  readonly on_event = (event: RunEvent): void => {
    this.#events.push(event as Event);
  };

  /** What was recorded, in the order in which it was told. The list grows with the recording. */
  get events(): readonly Event[] {
    return this.#events;
  }

  /** What the stream of {@link EventRecorder.from} failed with; `undefined` when it ended well. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** The event names (`on_chain_start`, …) of what was recorded, in order. */
  names(): EventName[] {
    return this.#events.map(({ event }) => event);
  }

  /**
   * The recorded events that a filter wants: those that a listener with this filter would have been told.
   *
   * @throws {@link InvalidArgumentError} when the filter is wrong.
   */
  of(filter: EventFilter<Event>): Event[] {
    return this.#events.filter(createEventPredicate(filter));
  }

  /** The recorded runs as trees, one for each root, in the order of their starts. */
  runs(): RunNode[] {
    return toRunTree(this.#events);
  }

  /** Forgets what was recorded. A list that was read from `events` before stays as it is. */
  clear(): void {
    this.#events = [];
  }
}
