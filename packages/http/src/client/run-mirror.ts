import { CallbackManager, isRunType, type RunManager, type RunType } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";

type Payload = Readonly<Record<string, unknown>>;

/**
 * Tells the events of runs elsewhere as those of runs here: each keeps its id, name, tags and metadata; it gets its parent ids,
 * its place in the order and its listeners from where it is told.
 */
export class RunMirror {
  readonly #manager: CallbackManager;
  /** The runs that are open, in the order of their starts. */
  readonly #runs = new Map<string, RunManager>();

  /** The ids that are taken: of the runs here, and of all that were told. A second start of one would break what is known of it. */
  readonly #takenIds: Set<string>;

  /** `manager` says where the runs that have no parent there are started here. */
  constructor(manager: CallbackManager) {
    this.#manager = manager;
    this.#takenIds = new Set(manager.context.parent?.lineage);
  }

  /** Tells an event; what belongs to a run whose start was not told, or was told before, is left out. */
  tell(event: StreamEvent): void {
    if (event.event === "on_custom_event") {
      this.#runs.get(event.run_id)?.custom(event.name, event.data);
      return;
    }
    const cut = event.event.lastIndexOf("_");
    const phase = event.event.slice(cut + 1);
    const data = event.data as Payload;
    if (phase === "start") this.#start(event, event.event.slice("on_".length, cut));
    else this.#goOn(event.run_id, phase, data);
  }

  /** Resolves when a consumer here has room for more. */
  async whenReleased(): Promise<void> {
    for (const run of this.#runs.values()) if (run.isHeld) await run.whenReleased();
  }

  /** Ends what is still open, the innermost first: nothing more will be heard of it. */
  close(reason: unknown, isCancelled: boolean): void {
    for (const run of [...this.#runs.values()].toReversed()) {
      if (isCancelled) run.cancel(reason);
      else run.error(reason);
    }
    this.#runs.clear();
  }

  #start(event: StreamEvent, type: string): void {
    if (!isRunType(type) || this.#takenIds.has(event.run_id)) return;
    this.#takenIds.add(event.run_id);
    const parent = this.#runs.get(event.parent_ids.at(-1) ?? "");
    const manager = parent === undefined ? this.#manager : CallbackManager.forChildrenOf(parent);
    this.#runs.set(event.run_id, manager.startRun(toRunOptions(event, type)));
  }

  #goOn(id: string, phase: string, data: Payload): void {
    const run = this.#runs.get(id);
    if (run === undefined) return;
    if (phase === "stream") {
      run.stream(data["chunk"]);
      return;
    }
    this.#runs.delete(id);
    const input = "input" in data ? { value: data["input"] } : undefined;
    if (phase === "end") run.end(data["output"], input);
    else if (phase === "error") run.error(data["error"], input);
    else run.cancel(data["reason"], input);
  }
}

function toRunOptions(
  event: StreamEvent,
  type: RunType,
): Parameters<CallbackManager["startRun"]>[0] {
  const { run_id: id, name, tags, metadata, data } = event;
  const known = data as Payload;
  return {
    type,
    id,
    name: name === "" ? type : name,
    tags,
    metadata,
    ...("input" in known && { input: known["input"] }),
  };
}
