import type { RunEvent } from "../events/run-event.ts";
import { EndedIds } from "./ended-ids.ts";
import { isTerminal, payloadOf, rootIdOf, runTypeOf } from "./event-facts.ts";
import { addUsage, noUsage, subtractUsage, usageOf, type Usage } from "./usage.ts";

/** The usage below one root. */
interface RootUsage {
  /** What each run has told itself. */
  readonly own: Map<string, Usage>;
  /** What each run and its children have used. */
  readonly sums: Map<string, Usage>;
}

/**
 * Adds up what model runs use, for them and for the runs around them. Chunks of a run add up; what its end says counts in
 * their place. Keeps nothing of a root that has ended.
 */
export class UsageLedger {
  readonly #roots = new Map<string, RootUsage>();
  readonly #ended = new EndedIds();

  /** Takes an event in, and gives the usage of its run and its children so far. */
  add(event: RunEvent): Usage {
    const rootId = rootIdOf(event);
    // What children that outlive their root use: known for the event at hand alone.
    if (this.#ended.has(rootId)) return toldUsage(event) ?? noUsage;
    const root = this.#root(rootId);
    const told = toldUsage(event);
    if (told !== undefined) addTold(root, event, told);
    const usage = root.sums.get(event.run_id) ?? noUsage;
    if (isTerminal(event)) this.#close(root, event, rootId);
    return usage;
  }

  #root(rootId: string): RootUsage {
    let root = this.#roots.get(rootId);
    if (root === undefined) {
      root = { own: new Map(), sums: new Map() };
      this.#roots.set(rootId, root);
    }
    return root;
  }

  #close(root: RootUsage, { run_id: id }: RunEvent, rootId: string): void {
    root.own.delete(id);
    root.sums.delete(id);
    if (id !== rootId) return;
    this.#roots.delete(rootId);
    this.#ended.add(rootId);
  }
}

function addTold({ own, sums }: RootUsage, event: RunEvent, told: Usage): void {
  const { run_id: id, parent_ids: parents } = event;
  const before = own.get(id) ?? noUsage;
  const after = isTerminal(event) ? told : addUsage(before, told);
  const added = subtractUsage(after, before);
  own.set(id, after);
  for (const one of [...parents, id]) sums.set(one, addUsage(sums.get(one) ?? noUsage, added));
}

// Only models tell usage of their own: what a chain around one gives on, says it once more.
function toldUsage(event: RunEvent): Usage | undefined {
  const type = runTypeOf(event);
  return type === "chat_model" || type === "llm" ? usageOf(payloadOf(event)) : undefined;
}
