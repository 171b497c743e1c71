import { inspectForm, type InspectFunction, inspectKey } from "../util/inspect-form.ts";
import { PatchedDocument } from "./patched-document.ts";
import type { RunLogOperation } from "./run-log-operation.ts";
import type { RunState } from "./run-state.ts";

/**
 * What one event adds to the log of a run: what `streamLog` yields. Patches add up to a {@link RunLog} by `concat`, or by
 * any RFC 6902 library; such a library may write into the values, so give it copies.
 */
export class RunLogPatch {
  readonly #ops: readonly RunLogOperation[];

  constructor(fields: { readonly ops: readonly RunLogOperation[] }) {
    this.#ops = fields.ops;
  }

  /** The operations, in order. */
  get ops(): readonly RunLogOperation[] {
    return this.#ops;
  }

  /** The log of this patch, the first of a run, and the one that follows it. */
  concat(other: RunLogPatch): RunLog {
    return RunLog.fromRunLogPatch(this).concat(other);
  }

  /** The form that `JSON.stringify` writes. */
  toJSON(): { readonly ops: readonly RunLogOperation[] } {
    return { ops: this.ops };
  }

  /** The form that `console.log` prints in Node. */
  [inspectKey](depth: number, options?: object, inspect?: InspectFunction): string {
    return inspectForm(this.constructor.name, { ...this.toJSON() }, { depth, options, inspect });
  }
}

const noPatch = { ops: [] } as const;

// Shared by the logs that grew out of each other: each is a length of it. So a patch costs its own operations, however
// long the log.
class History {
  readonly ops: RunLogOperation[];
  #document = new PatchedDocument();
  #applied = 0;

  constructor(ops: readonly RunLogOperation[]) {
    this.ops = [...ops];
  }

  stateAt(length: number): unknown {
    if (this.#applied > length) return new History(this.ops.slice(0, length)).stateAt(length);
    for (; this.#applied < length; this.#applied += 1) {
      const operation = this.ops[this.#applied];
      if (operation !== undefined) this.#document.apply(operation);
    }
    return this.#document.value;
  }
}

/**
 * The log of a run so far: the patches that it is made of, and the state that they lead to. Immutable: `concat` makes
 * another log, and a state that was read stays as it is.
 *
 * Adding a patch costs its operations alone. `state` applies what is new since it was last read, and copies each list that
 * has grown since then: reading it once at the end is linear in the length of the log.
 *
 * @example
 * let log: RunLogPatch | undefined;
 * for await (const patch of chain.streamLog(input)) log = log?.concat(patch) ?? patch;
 */
export class RunLog extends RunLogPatch {
  readonly #history: History;
  readonly #length: number;

  constructor(fields: { readonly ops: readonly RunLogOperation[] }) {
    super(noPatch);
    this.#history = fields instanceof History ? fields : new History(fields.ops);
    this.#length = this.#history.ops.length;
  }

  /** The log of a patch, the first of a run. */
  static fromRunLogPatch(patch: RunLogPatch): RunLog {
    return patch instanceof RunLog ? patch : new RunLog(patch);
  }

  override get ops(): readonly RunLogOperation[] {
    return this.#history.ops.slice(0, this.#length);
  }

  /**
   * What the patches lead to.
   *
   * @throws {@link InvalidArgumentError} when a patch before them is missing.
   */
  get state(): RunState {
    return this.#history.stateAt(this.#length) as RunState;
  }

  override concat(other: RunLogPatch): RunLog {
    const isNewest = this.#history.ops.length === this.#length;
    const history = isNewest ? this.#history : new History(this.ops);
    for (const operation of other.ops) history.ops.push(operation);
    return new RunLog(history);
  }
}
