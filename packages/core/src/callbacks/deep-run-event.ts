import type { EventFields, Metadata } from "../events/run-event.ts";

/** Everything but the list that is made later. */
type OtherFields = Omit<EventFields<string, unknown>, "parent_ids">;

/** Whom a deep event asks for its parent ids. */
interface DeepRun {
  readonly parentIds: readonly string[];
}

/** Under this key, which nobody lists, an event has its run: a private field would not be found through a Proxy around it. */
const runOfEvent: unique symbol = Symbol("rivulet.runOfEvent");

/**
 * An event of a run with so many runs around it that the list of their ids would be most of what the event costs: it is made
 * when it is first read. Else it is as any event: `parent_ids` is a property of its own, which copying by spread, comparing
 * and `JSON.stringify` see. While it is kept, so is its run.
 */
export class DeepRunEvent implements EventFields<string, unknown> {
  declare readonly event: string;
  declare readonly name: string;
  declare readonly run_id: string;
  declare readonly parent_ids: readonly string[];
  declare readonly tags: readonly string[];
  declare readonly metadata: Metadata;
  declare readonly data: unknown;
  declare readonly seq: number;
  declare readonly time: number;
  declare readonly [runOfEvent]: DeepRun;

  constructor(fields: OtherFields, run: DeepRun) {
    Object.defineProperty(this, runOfEvent, { value: run });
    this.event = fields.event;
    this.name = fields.name;
    this.run_id = fields.run_id;
    defineGetter.call(this, "parent_ids", readParentIds);
    this.tags = fields.tags;
    this.metadata = fields.metadata;
    this.data = fields.data;
    this.seq = fields.seq;
    this.time = fields.time;
  }
}

// In two thirds of the time that `Object.defineProperty` takes: it reads no descriptor. Enumerable and configurable, as a field is.
const { __defineGetter__: defineGetter } = Object.prototype as unknown as {
  __defineGetter__: (this: object, key: string, getter: (this: DeepRunEvent) => unknown) => void;
};

// The same for all of them: so they have one hidden class.
function readParentIds(this: DeepRunEvent): readonly string[] {
  return this[runOfEvent].parentIds;
}
