import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as NodeJS.GCFunction;

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What must be let go of, by what it is. */
export class ReachableWatch {
  readonly #refs: (readonly [string, WeakRef<object>])[] = [];

  add<Value extends object>(name: string, value: Value): Value {
    this.#refs.push([name, new WeakRef(value)]);
    return value;
  }

  get names(): readonly string[] {
    return this.#refs.map(([name]) => name);
  }

  /** What is still reachable, when garbage was collected until nothing is, or often enough. */
  async findReachable(): Promise<readonly string[]> {
    let reachable = this.names;
    for (let round = 0; round < 20 && reachable.length > 0; round += 1) {
      await turn();
      gc();
      reachable = this.#refs.filter(([, ref]) => ref.deref() !== undefined).map(([name]) => name);
    }
    return reachable;
  }
}
