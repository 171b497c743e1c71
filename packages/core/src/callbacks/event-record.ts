import type { EventFields, Metadata } from "../events/run-event.ts";
import { createPlainConstructor } from "../util/create-plain-constructor.ts";

/** What an event says of its run. */
export interface EventRun {
  readonly id: string;
  /** How many runs are around it. */
  readonly depth: number;
  /** Root first. */
  readonly parentIds: readonly string[];
  readonly tags: readonly string[];
  readonly metadata: Metadata;
}

type Fields = EventFields<string, unknown>;

type Writable = { -readonly [Key in keyof Fields]: Fields[Key] };

/** Under this key, which nobody lists, an event has its run: a private field would not be found through a Proxy around it. */
const runOfEvent: unique symbol = Symbol("rivulet.runOfEvent");

/** From so many runs around it on, the list of their ids is most of what an event costs: it is made when it is first read. */
const deep = 256;

/**
 * Makes an event: a plain object, always with the same fields in the same order, hence of one hidden class.
 *
 * Where its run is deep, `parent_ids` is an accessor; else it is as any event: the accessor is a property of its own, which copying
 * by spread, comparing and `JSON.stringify` see. While such an event is kept, so is its run.
 */
// oxlint-disable-next-line max-params -- what its fields say, on the hot path: no object is made to carry them.
export const EventRecord = createPlainConstructor(function (
  this: Writable,
  run: EventRun,
  event: string,
  name: string,
  data: unknown,
  seq: number,
  time: number,
) {
  this.event = event;
  this.name = name;
  this.run_id = run.id;
  if (run.depth < deep) this.parent_ids = run.parentIds;
  else {
    Object.defineProperty(this, runOfEvent, { value: run });
    defineGetter.call(this, "parent_ids", readParentIds);
  }
  this.tags = run.tags;
  this.metadata = run.metadata;
  this.data = data;
  this.seq = seq;
  this.time = time;
});

// In two thirds of the time that `Object.defineProperty` takes: it reads no descriptor. Enumerable and configurable, as a field is.
const { __defineGetter__: defineGetter } = Object.prototype as unknown as {
  __defineGetter__: (this: object, key: string, getter: (this: DeepEvent) => unknown) => void;
};

interface DeepEvent {
  readonly [runOfEvent]: EventRun;
}

// The same for all of them: so they have one hidden class.
function readParentIds(this: DeepEvent): readonly string[] {
  return this[runOfEvent].parentIds;
}
