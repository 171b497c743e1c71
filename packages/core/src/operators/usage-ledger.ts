import type { RunEvent } from "../events/run-event.ts";
import { EndedIds } from "./ended-ids.ts";
import { isTerminal, payloadOf, rootIdOf, runTypeOf } from "./event-facts.ts";
import { addUsage, maxUsage, noUsage, subtractUsage, usageOf, type Usage } from "./usage.ts";

/** What is known of the usage of one run. */
interface RunUsage {
  /** What it has told itself. */
  own: Usage;
  /** What the runs inside it have used. */
  inner: Usage;
}

/** The runs of one root that used something and are not over. */
type RootUsage = Map<string, RunUsage>;

/**
 * Adds up what model runs use, for them and for the runs around them. Chunks of a run add up; what its end says counts in
 * their place. A model that is made of other models tells what they used once more: that counts once. Keeps nothing of a
 * root that has ended.
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
    const usage = totalOf(root.get(event.run_id));
    if (isTerminal(event)) this.#close(root, event, rootId);
    return usage;
  }

  #root(rootId: string): RootUsage {
    let root = this.#roots.get(rootId);
    if (root === undefined) {
      root = new Map();
      this.#roots.set(rootId, root);
    }
    return root;
  }

  #close(root: RootUsage, { run_id: id }: RunEvent, rootId: string): void {
    root.delete(id);
    if (id !== rootId) return;
    this.#roots.delete(rootId);
    this.#ended.add(rootId);
  }
}

function addTold(root: RootUsage, event: RunEvent, told: Usage): void {
  const run = usageIn(root, event.run_id);
  let before = totalOf(run);
  run.own = isTerminal(event) ? told : addUsage(run.own, told);
  let added = subtractUsage(totalOf(run), before);
  for (const id of event.parent_ids.toReversed()) {
    const parent = usageIn(root, id);
    before = totalOf(parent);
    parent.inner = addUsage(parent.inner, added);
    added = subtractUsage(totalOf(parent), before);
  }
}

function usageIn(root: RootUsage, id: string): RunUsage {
  let run = root.get(id);
  if (run === undefined) {
    run = { own: noUsage, inner: noUsage };
    root.set(id, run);
  }
  return run;
}

function totalOf(run: RunUsage | undefined): Usage {
  return run === undefined ? noUsage : maxUsage(run.own, run.inner);
}

// Only models tell usage of their own: what a chain around one gives on, says it once more.
function toldUsage(event: RunEvent): Usage | undefined {
  const type = runTypeOf(event);
  return type === "chat_model" || type === "llm" ? usageOf(payloadOf(event)) : undefined;
}
