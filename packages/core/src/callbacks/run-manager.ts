import { ambientRun, createRunId } from "#platform";
import { CancelScope } from "../context/cancel-scope.ts";
import type { Gate } from "../context/gate.ts";
import { attributeError } from "../errors/attribute-error.ts";
import { noteCustomEventOrigin } from "../events/custom-event-origin.ts";
import {
  eventNamesOf,
  type EventName,
  type PhaseNames,
  type RunPhase,
} from "../events/event-name.ts";
import type { Metadata, RunEvent } from "../events/run-event.ts";
import type { RunType } from "../events/run-type.ts";
import { appendToFrozen } from "../util/append-to-frozen.ts";
import { emptyList } from "../util/empty-list.ts";
import type { Known } from "../util/known.ts";
import { createPlainConstructor } from "../util/create-plain-constructor.ts";
import { dispatch } from "./dispatch.ts";
import { EventRecord } from "./event-record.ts";
import { idsDownTo } from "./ids-down-to.ts";
import type { Delivery, Listener } from "./listener.ts";
import type { ListenerIndex } from "./listener-index.ts";
import { processSettings } from "./process-listeners.ts";
import { RunContext, type ParentRun } from "./run-context.ts";
import { runTags } from "./run-tags.ts";
import { RunTree } from "./run-tree.ts";

/** What a run is. Own tags and metadata are those of the component: its children do not inherit them. */
export interface RunOptions {
  readonly type: RunType;
  readonly name: string;
  /** The caller's id for the run; a nanoid when absent. */
  readonly id?: string | undefined;
  /** Tags of the place where it is started (`seq:step:2`); they stand first. The list is kept: do not write to it. */
  readonly positionalTags?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: Metadata | undefined;
  /** What cancels the run; by default that of the context, or one of its own. */
  readonly scope?: CancelScope | undefined;
}

/**
 * A run: one execution of a component or function, from its start to exactly one of end, error and cancel. It tells its
 * life to the listeners that want it; who they are is decided once, when it starts.
 *
 * With nobody listening it builds no event, and no id before one is read. Whatever is told after its terminal event is
 * ignored. Get one from {@link CallbackManager.startRun}, or the ambient one from {@link getCurrentRun}.
 */
export class RunManager implements ParentRun {
  readonly type: RunType;
  readonly name: string;
  /** Positional, then own, then inherited. */
  readonly tags: readonly string[];
  /** Own over inherited. */
  readonly metadata: Metadata;
  /** Shared by all runs below one root. */
  readonly tree: RunTree;
  /** How many runs are around it. */
  readonly depth: number;
  /** What cancels the body of this run, and the runs that are started in it. */
  readonly scope: CancelScope;
  /** Whether its body must be entered with the run as the ambient one: when someone could tell the difference. */
  readonly isAmbient: boolean;
  readonly #context: RunContext;
  readonly #processListeners: ListenerIndex;
  readonly #heard: readonly Listener[];
  readonly #names: PhaseNames;
  #id: string | undefined;
  #lineage: readonly string[] | undefined;
  #childContext: RunContext | undefined;
  #streamDeliveries: readonly Delivery[] | undefined;
  #input: Known<unknown> | undefined;
  #isOpen = true;

  constructor(context: RunContext, options: RunOptions) {
    this.#context = context;
    this.type = options.type;
    this.#names = eventNamesOf(options.type);
    this.name = options.name;
    this.#id = options.id;
    this.tags = runTags(context, options);
    this.metadata =
      options.metadata === undefined
        ? context.metadata
        : Object.freeze({ ...context.metadata, ...options.metadata });
    this.tree = context.parent?.tree ?? new RunTree();
    this.depth = context.parent === undefined ? 0 : context.parent.depth + 1;
    this.scope = options.scope ?? context.scope ?? new CancelScope();
    this.#processListeners = processSettings.listeners;
    this.#heard = wrapAll(this.#findListeners());
    this.isAmbient = context.isSeenBelow || this.scope.isLinked || this.isObserved;
  }

  /** The run's id: the caller's, or a nanoid made when first read. */
  get id(): string {
    return (this.#id ??= createRunId());
  }

  /** The run that it is directly inside. */
  get parent(): ParentRun | undefined {
    return this.#context.parent;
  }

  /** The runs around it: root first, immediate parent last. */
  get parentIds(): readonly string[] {
    return this.#context.parent?.lineage ?? emptyList;
  }

  /** It and the runs around it: the parent ids of its children, made once for all of them. */
  get lineage(): readonly string[] {
    return (this.#lineage ??= this.#makeLineage());
  }

  /** Aborted when the run is cancelled: pass it on to what the body waits for. */
  get signal(): AbortSignal {
    return this.scope.signal;
  }

  /** Whether it has not ended yet. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Whether anybody listens to the tree of runs that it is part of, whatever their filters: what decides whether a model
   * streams its tokens. A filter must not decide that, since it never changes what happens.
   */
  get isObserved(): boolean {
    return this.#context.listeners.length > 0 || processSettings.listeners.all.length > 0;
  }

  /** The listeners that asked to wrap the run's body, from the outside in. */
  get arounds(): readonly Listener[] {
    const first = this.#heard.findIndex(hasAround);
    if (first < 0) return emptyList;
    const arounds = this.#heard.slice(first).filter(hasAround);
    return arounds.toSorted((a, b) => Number(b.isOutermost) - Number(a.isOutermost));
  }

  /** What a run that is started inside this one gets from it. */
  get childContext(): RunContext {
    return (this.#childContext ??= new RunContext({
      parent: this,
      scope: this.scope,
      listeners: this.#context.listeners,
      tags: this.#context.tags,
      metadata: this.#context.metadata,
      localTags: emptyList,
      settings: this.#context.settings,
      gates: this.#context.gates,
    }));
  }

  /** Whether anybody would be told of this phase. */
  hears(phase: RunPhase): boolean {
    return this.#deliveriesFor(this.#names[phase]).length > 0;
  }

  /** Tells the start; `input` when it is known. Called once, by whoever made the run. */
  start(input?: Known<unknown>): void {
    this.#input = input;
    this.#tell(this.#names.start, input === undefined ? noData : { input: input.value });
  }

  /** Tells a chunk of output. */
  stream(chunk: unknown): void {
    if (!this.#isOpen) return;
    const { tree } = this;
    const seq = tree.nextSeq;
    tree.nextSeq += 1;
    const name = this.#names.stream;
    const deliveries = (this.#streamDeliveries ??= this.#deliveriesFor(name));
    if (deliveries.length === 0) return;
    const data = new ChunkData(chunk);
    const event = new EventRecord(this, name, this.name, data, seq, tree.momentTime());
    dispatch(event as RunEvent, deliveries, tree.awaited);
  }

  /** Ends the run with its output; `input` when it became known only now. */
  end(output: unknown, input?: Known<unknown>): void {
    if (!this.#isOpen) return;
    const known = this.#inputToTell(input);
    this.#close(this.#names.end, known === undefined ? { output } : { input: known.value, output });
  }

  /** Ends the run with a failure. */
  error(error: unknown, input?: Known<unknown>): void {
    if (!this.#isOpen) return;
    attributeError(error, this);
    const known = this.#inputToTell(input);
    this.#close(this.#names.error, known === undefined ? { error } : { input: known.value, error });
  }

  /** Ends the run as cancelled. */
  cancel(reason: unknown, input?: Known<unknown>): void {
    if (!this.#isOpen) return;
    const known = this.#inputToTell(input);
    this.#close(
      this.#names.cancel,
      known === undefined ? { reason } : { input: known.value, reason },
    );
  }

  /** Tells an event of the user's own making, under its own name. */
  custom(name: string, data: unknown): void {
    if (!this.#isOpen) return;
    const { tree } = this;
    const seq = tree.nextSeq;
    tree.nextSeq += 1;
    const heard = this.#processListeners
      .forCustomEvents(this.type, this.#context.listeners)
      .filter((listener) => listener.hearsCustomEvent(this, name));
    const deliveries = wrapAll(heard).flatMap((listener) =>
      listener.deliveriesFor("on_custom_event"),
    );
    if (deliveries.length === 0) return;
    const event = new EventRecord(this, "on_custom_event", name, data, seq, tree.now());
    noteCustomEventOrigin(event, this);
    dispatch(event as RunEvent, deliveries, tree.awaited);
  }

  /** The gate of a consumer of its events who has enough; `undefined` where nobody has. */
  get closedGate(): Gate | undefined {
    // By index: asked twice a run, and an iterator is an object.
    const { gates } = this.#context;
    for (let index = 0; index < gates.length; index += 1)
      if (gates[index]?.isClosed === true) return gates[index];
    return undefined;
  }

  /** Whether whoever drives the run should wait: a consumer has enough, or an awaited listener is at work. */
  get isHeld(): boolean {
    return this.tree.awaited.size > 0 || this.closedGate !== undefined;
  }

  /** Resolves when the run is no longer held, or is cancelled. Never rejects. */
  whenReleased(): Promise<void> {
    return new Promise((resolve) => {
      const member = { onCancel: resolve };
      this.scope.add(member);
      this.onRelease(() => {
        this.scope.remove(member);
        resolve();
      });
    });
  }

  /** Calls `resume` once, when the run is no longer held; at once where it is not. A cancellation does not call it. */
  onRelease(resume: () => void): void {
    const { awaited } = this.tree;
    if (awaited.size > 0) {
      void awaited.wait().then(() => {
        this.onRelease(resume);
      });
      return;
    }
    const gate = this.closedGate;
    if (gate === undefined) resume();
    else
      gate.whenOpen(() => {
        this.onRelease(resume);
      });
  }

  #inputToTell(late: Known<unknown> | undefined): Known<unknown> | undefined {
    const isRepeatedByRoot = this.#input !== undefined && this.#context.parent === undefined;
    return isRepeatedByRoot ? undefined : (this.#input ?? late);
  }

  #close(name: EventName, data: unknown): void {
    // Before it is told: a listener that leaves because of this event would end the run a second time.
    this.#isOpen = false;
    this.#input = undefined;
    this.#tell(name, data);
  }

  #tell(name: EventName, data: unknown): void {
    const { tree } = this;
    const seq = tree.nextSeq;
    tree.nextSeq += 1;
    if (this.#heard.length === 0) return;
    const deliveries = this.#deliveriesFor(name);
    if (deliveries.length === 0) return;
    const time = this.#isOpen ? tree.now() : tree.momentTime();
    const event = new EventRecord(this, name, this.name, data, seq, time);
    dispatch(event as RunEvent, deliveries, tree.awaited);
  }

  // From the list of the run around it where that was made: V8 copies a list in half the time that the way up to the root takes.
  #makeLineage(): readonly string[] {
    const { parent } = this.#context;
    const around = parent instanceof RunManager ? parent.#lineage : undefined;
    return around === undefined ? idsDownTo(this) : appendToFrozen(around, this.id);
  }

  #findListeners(): readonly Listener[] {
    const all = this.#processListeners.forRuns(this, this.#context.listeners);
    // Mostly all of them hear it, and no list need be made.
    const firstDeaf = all.findIndex((listener) => !listener.hears(this));
    if (firstDeaf < 0) return all;
    const later = all.slice(firstDeaf + 1).filter((listener) => listener.hears(this));
    return firstDeaf + later.length === 0 ? emptyList : [...all.slice(0, firstDeaf), ...later];
  }

  #deliveriesFor(name: EventName): readonly Delivery[] {
    const [first] = this.#heard;
    if (first === undefined) return emptyList;
    if (this.#heard.length === 1) return first.deliveriesFor(name);
    return this.#heard.flatMap((listener) => listener.deliveriesFor(name));
  }
}

function wrapAll(heard: readonly Listener[]): readonly Listener[] {
  const wrap = processSettings.wrapListener;
  return wrap === undefined ? heard : heard.map((listener) => wrap(listener));
}

function hasAround(listener: Listener): boolean {
  return listener.hasAround;
}

const ChunkData = createPlainConstructor(function (this: { chunk: unknown }, chunk: unknown) {
  this.chunk = chunk;
});

const noData: { readonly input?: unknown } = Object.freeze({});

/** Makes a run and tells its start. */
export function startRun(
  context: RunContext,
  options: RunOptions,
  input?: Known<unknown>,
): RunManager {
  const run = new RunManager(context, options);
  run.start(input);
  return run;
}

/**
 * The run whose body is being executed: the one that a run started here becomes a child of. `undefined` outside of any
 * run, inside a listener, on platforms without `AsyncLocalStorage`, and inside a root run that nobody could observe.
 */
export function getCurrentRun(): RunManager | undefined {
  const run = ambientRun.get();
  return run instanceof RunManager ? run : undefined;
}
