import { reportListenerError } from "../callbacks/report-listener-error.ts";
import type { RunEvent } from "../events/run-event.ts";
import { EndedIds } from "../operators/ended-ids.ts";
import { phaseOf, isTerminal, rootIdOf } from "../operators/event-facts.ts";
import { noUsage, type Usage } from "../operators/usage.ts";
import { UsageLedger } from "../operators/usage-ledger.ts";
import { emptyList } from "../util/empty-list.ts";
import type { RootOutcome, SamplingPolicy } from "./sampling-policy.ts";
import { SamplingRules } from "./sampling-rules.ts";

/** A root whose outcome is not known yet. */
interface HeldRoot {
  readonly events: RunEvent[];
  readonly usage: UsageLedger;
  readonly startTime: number;
  rootUsage: Usage;
  hasFailed: boolean;
}

/** Chooses whole roots: gives all events of a root that is kept, in order, and none of any other. */
export class EventSampler {
  readonly #rules: SamplingRules;
  readonly #held = new Map<string, HeldRoot>();
  /** Roots decided by their outcome or size that are not over, by whether they are kept. */
  readonly #decided = new Map<string, boolean>();
  /** Those that are over: what their children tell later, goes the same way. */
  readonly #keptBefore = new EndedIds();
  readonly #droppedBefore = new EndedIds();

  /** @throws {@link InvalidArgumentError} when the policy is wrong. */
  constructor(policy: SamplingPolicy) {
    this.#rules = new SamplingRules(policy);
  }

  /** Whether it needs every event of every root, to know what comes of it. */
  get asksOutcome(): boolean {
    return this.#rules.asksOutcome;
  }

  /** Whether a root may be kept, as far as its id says. */
  mayKeep(rootId: string): boolean {
    return this.#rules.asksOutcome || this.#rules.isInRatio(rootId);
  }

  /** Takes an event in, and gives those that are to be told now. */
  add(event: RunEvent): readonly RunEvent[] {
    if (this.#rules.isInRatio(rootIdOf(event))) return [event];
    if (!this.#rules.asksOutcome) return emptyList;
    const rootId = this.#heardRootIdOf(event);
    if (this.#droppedBefore.has(rootId)) return emptyList;
    if (this.#keptBefore.has(rootId)) return [event];
    const isOver = event.run_id === rootId && isTerminal(event);
    const decision = this.#decided.get(rootId);
    if (decision !== undefined) {
      if (isOver) this.#remember(rootId, decision);
      return decision ? [event] : emptyList;
    }
    return this.#hold(event, rootId, isOver);
  }

  // The end of a root that is not heard never comes: it is in another process, or the handler was given to a run inside it. So
  // what counts as one is the outermost run that is heard.
  #heardRootIdOf({ parent_ids, run_id }: RunEvent): string {
    return parent_ids.find((id) => this.#knows(id)) ?? run_id;
  }

  #knows(id: string): boolean {
    return (
      this.#held.has(id) ||
      this.#decided.has(id) ||
      this.#keptBefore.has(id) ||
      this.#droppedBefore.has(id)
    );
  }

  #hold(event: RunEvent, rootId: string, isOver: boolean): readonly RunEvent[] {
    const root = this.#heldRoot(event, rootId);
    root.events.push(event);
    const usage = root.usage.add(event);
    if (event.run_id === rootId) root.rootUsage = usage;
    if (phaseOf(event) === "error") root.hasFailed = true;
    if (isOver) return this.#decide(rootId, root, event);
    if (root.events.length > this.#rules.maxHeldEvents) return this.#overflow(rootId, root);
    if (this.#held.size <= this.#rules.maxHeldRoots) return emptyList;
    const [oldest] = this.#held;
    return oldest === undefined ? emptyList : this.#overflow(...oldest);
  }

  #heldRoot({ time: startTime }: RunEvent, rootId: string): HeldRoot {
    let root = this.#held.get(rootId);
    if (root === undefined) {
      root = {
        events: [],
        usage: new UsageLedger(),
        startTime,
        rootUsage: noUsage,
        hasFailed: false,
      };
      this.#held.set(rootId, root);
    }
    return root;
  }

  #decide(rootId: string, root: HeldRoot, event: RunEvent): readonly RunEvent[] {
    this.#held.delete(rootId);
    const { startTime, rootUsage: usage, hasFailed } = root;
    const isKept = this.#asks({ event, durationMs: event.time - startTime, usage, hasFailed });
    this.#remember(rootId, isKept);
    return isKept ? root.events : emptyList;
  }

  #overflow(rootId: string, root: HeldRoot): readonly RunEvent[] {
    const { keepsOverflow } = this.#rules;
    this.#held.delete(rootId);
    this.#decided.set(rootId, keepsOverflow);
    return keepsOverflow ? root.events : emptyList;
  }

  #remember(rootId: string, isKept: boolean): void {
    this.#decided.delete(rootId);
    (isKept ? this.#keptBefore : this.#droppedBefore).add(rootId);
  }

  #asks(outcome: RootOutcome): boolean {
    try {
      return this.#rules.keeps(outcome);
    } catch (error) {
      reportListenerError(error, { handler: undefined, event: outcome.event }, this);
      return false;
    }
  }
}
