import type { CancelScope } from "../context/cancel-scope.ts";
import type { Gate } from "../context/gate.ts";
import type { Metadata } from "../events/run-event.ts";
import { emptyList } from "../util/empty-list.ts";
import type { Listener } from "./listener.ts";
import type { RunPlace } from "./ids-down-to.ts";
import type { RunTree } from "./run-tree.ts";

/** What a run is to its children. */
export interface ParentRun extends RunPlace {
  /** Its id, behind those of the runs around it. */
  readonly lineage: readonly string[];
  readonly tree: RunTree;
}

/** What may be added to a context on the way down. */
export interface ContextAdditions {
  /** What cancels the runs in it, in the place of what did. */
  readonly scope?: CancelScope | undefined;
  readonly listeners?: readonly Listener[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: Metadata | undefined;
}

interface ContextFields {
  readonly parent: ParentRun | undefined;
  readonly scope: CancelScope | undefined;
  readonly listeners: readonly Listener[];
  readonly tags: readonly string[];
  readonly metadata: Metadata;
  readonly localTags: readonly string[];
  readonly settings: object | undefined;
  /** Those of the listeners, where they are known. */
  readonly gates?: readonly Gate[];
}

const noMetadata: Metadata = Object.freeze({});

/**
 * What a run gets from the place where it is started: its parent, and the listeners, tags and metadata that it inherits.
 * Immutable; adding to it makes another one.
 */
export class RunContext {
  /** The context of a run that is started outside of any other. */
  static readonly root: RunContext = new RunContext({
    parent: undefined,
    scope: undefined,
    listeners: emptyList,
    tags: emptyList,
    metadata: noMetadata,
    localTags: emptyList,
    settings: undefined,
  });

  readonly parent: ParentRun | undefined;
  /** What cancels the run together with its surroundings. */
  readonly scope: CancelScope | undefined;
  readonly listeners: readonly Listener[];
  /** Inherited tags and metadata: also those of the next run's children. */
  readonly tags: readonly string[];
  readonly metadata: Metadata;
  /** Positional tags: of the next run alone. */
  readonly localTags: readonly string[];
  /** What a package of components hands down to the calls inside; the kernel does not look at it. */
  readonly settings: object | undefined;
  /** The gates of those listeners that can hold a producer back. */
  readonly gates: readonly Gate[];

  constructor(fields: ContextFields) {
    this.parent = fields.parent;
    this.scope = fields.scope;
    this.listeners = fields.listeners;
    this.tags = fields.tags;
    this.metadata = fields.metadata;
    this.localTags = fields.localTags;
    this.settings = fields.settings;
    this.gates = fields.gates ?? gatesOf(fields.listeners);
  }

  /** Whether a run that is started below would see that it is there, also when nobody listens. */
  get isSeenBelow(): boolean {
    const { parent, settings, tags, metadata } = this;
    return (
      parent !== undefined || settings !== undefined || tags.length > 0 || metadata !== noMetadata
    );
  }

  /** A context with more listeners, tags or metadata, or another scope; itself where there is nothing to change. */
  with(additions: ContextAdditions): RunContext {
    const { listeners = emptyList, tags = emptyList, metadata, scope = this.scope } = additions;
    const isSame = listeners.length === 0 && tags.length === 0 && metadata === undefined;
    if (isSame && scope === this.scope) return this;
    return new RunContext({
      parent: this.parent,
      scope,
      listeners: union(this.listeners, listeners),
      tags: tags.length === 0 ? this.tags : Object.freeze([...union(tags, this.tags)]),
      metadata:
        metadata === undefined ? this.metadata : Object.freeze({ ...this.metadata, ...metadata }),
      localTags: this.localTags,
      settings: this.settings,
    });
  }

  /** A context in which runs are cancelled with `scope`. */
  withScope(scope: CancelScope): RunContext {
    return this.with({ scope });
  }

  /** A context that hands these settings down. */
  withSettings(settings: object): RunContext {
    return settings === this.settings ? this : new RunContext({ ...this, settings });
  }

  /** A context whose next run has these positional tags, and its children have not. */
  withLocalTag(tag: string): RunContext {
    return new RunContext({ ...this, localTags: Object.freeze([...this.localTags, tag]) });
  }
}

/** Both lists in order, equal items once; one of the two where the other adds nothing. */
export function union<Item>(first: readonly Item[], second: readonly Item[]): readonly Item[] {
  if (second.length === 0) return first;
  if (first.length === 0) return second;
  return [...new Set([...first, ...second])];
}

function gatesOf(listeners: readonly Listener[]): readonly Gate[] {
  const gates: Gate[] = [];
  for (const { gate } of listeners) if (gate !== undefined) gates.push(gate);
  return gates.length === 0 ? emptyList : gates;
}
