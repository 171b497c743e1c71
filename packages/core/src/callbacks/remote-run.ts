import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { RunPlace } from "./ids-down-to.ts";
import type { ParentRun } from "./run-context.ts";
import { RunTree } from "./run-tree.ts";

/**
 * A run of another process, as the parent of runs in this one: what continues its tree here. It tells nothing itself. The runs
 * below one `RemoteRun` share their order: their `seq` begins at 0 in this process.
 *
 * @example
 * const parent = new RemoteRun(["root-id", "parent-id"]);
 * new CallbackManager(new RunContext({ ...RunContext.root, parent })).startRun({ type: "chain", name: "job" });
 */
export class RemoteRun implements ParentRun {
  readonly id: string;
  readonly depth: number;
  readonly parent: RunPlace | undefined;
  readonly lineage: readonly string[];
  readonly tree: RunTree = new RunTree();

  /**
   * @param lineage the ids of the runs around the run, root first, then its own.
   * @throws {@link InvalidArgumentError} when it is no list with one id at least.
   */
  constructor(lineage: readonly string[]) {
    const given: unknown = lineage;
    const [id, ...around] = Array.isArray(given) ? lineage.toReversed() : [];
    if (typeof id !== "string") {
      throw InvalidArgumentError.of(
        "The lineage of a remote run was",
        lineage,
        "its ids, root first, its own last",
      );
    }
    this.id = id;
    this.depth = around.length;
    this.lineage = Object.freeze([...lineage]);
    this.parent = around.reduceRight<RunPlace | undefined>(
      (parent, idOfParent) => ({
        id: idOfParent,
        depth: parent === undefined ? 0 : parent.depth + 1,
        parent,
      }),
      undefined,
    );
  }
}
