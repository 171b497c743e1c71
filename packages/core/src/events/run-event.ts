import type { RunPhase } from "./event-name.ts";
import type { RunType } from "./run-type.ts";

/** Facts about a run, by key: own over inherited. Frozen; never written to after the run began. */
export type Metadata = Readonly<Record<string, unknown>>;

/** What goes into a run of one type, what it streams and what comes out. */
export interface RunShape {
  readonly input: unknown;
  readonly chunk: unknown;
  readonly output: unknown;
}

/** The payload types of every run type. The kernel knows none: a package of components narrows it. */
export type RunShapes = { readonly [Type in RunType]: RunShape };

/** The kernel's own shapes: everything is `unknown`. */
export type UnknownShapes = { readonly [Type in RunType]: RunShape };

/**
 * What every event carries. An event is a plain object, built once and handed to every listener as the same object: do
 * not write to it.
 */
export interface EventFields<Name extends string, Data> {
  /** `on_<type>_<phase>`, or `on_custom_event`. */
  readonly event: Name;
  /** The run's name; for a custom event, the name that the user gave it. */
  readonly name: string;
  /** The run that tells the event. */
  readonly run_id: string;
  /** The runs around it: root first, immediate parent last; `[]` for a root. */
  readonly parent_ids: readonly string[];
  /** Positional (`seq:step:2`), then the component's own, then inherited. */
  readonly tags: readonly string[];
  /** Own over inherited. */
  readonly metadata: Metadata;
  /** The payload; which keys are there depends on the phase. */
  readonly data: Data;
  /** Strictly increasing within a root run, from 0: `(root run id, seq)` identifies an event. */
  readonly seq: number;
  /** Milliseconds since the epoch, with fractions; never running backwards within a root run. */
  readonly time: number;
}

/** The payload of an event of a run with shape `Shape`, by phase. A key is absent when its value is not known (yet). */
export interface PhaseData<Shape extends RunShape> {
  readonly start: { readonly input?: Shape["input"] };
  readonly stream: { readonly chunk: Shape["chunk"] };
  readonly end: { readonly input?: Shape["input"]; readonly output: Shape["output"] };
  readonly error: { readonly input?: Shape["input"]; readonly error: unknown };
  readonly cancel: { readonly input?: Shape["input"]; readonly reason: unknown };
}

/** The events of the runs of one type: a union of its five phases. */
export type TypedRunEvent<Type extends RunType, Shape extends RunShape> = {
  [Phase in RunPhase]: EventFields<`on_${Type}_${Phase}`, PhaseData<Shape>[Phase]>;
}[RunPhase];

/** An event that a user sent with `dispatchCustomEvent`; tags, metadata and ids are those of the enclosing run. */
export type CustomEvent = EventFields<"on_custom_event", unknown>;

/**
 * Any event, as a union discriminated by `event`: after `if (e.event === "on_tool_end")` the compiler knows `e.data`.
 * `Shapes` says what the payloads of each run type are.
 */
export type RunEvent<Shapes extends RunShapes = UnknownShapes> =
  | { [Type in RunType]: TypedRunEvent<Type, Shapes[Type]> }[RunType]
  | CustomEvent;
