import { InvalidArgumentError } from "@rivulet/core";
import { setOwn } from "../util/set-own.ts";
import type { RunLogOperation } from "./run-log-operation.ts";

/** An object or a list: both are read and written by keys. */
type Container = Record<string, unknown>;

/**
 * A value that operations build up. What it hands out is never changed afterwards, nor are the values of operations:
 * an object is copied before it is first written to, once for all operations up to the next reading of `value`.
 */
export class PatchedDocument {
  #value: unknown;
  #own = new WeakSet<object>();

  /** The value so far. */
  get value(): unknown {
    this.#own = new WeakSet();
    return this.#value;
  }

  /** @throws {@link InvalidArgumentError} when the path leads nowhere. */
  apply({ op, path, value }: RunLogOperation): void {
    const keys = path.split("/").slice(1).map(unescapePointer);
    const last = keys.pop();
    if (last === undefined) {
      this.#value = value;
      return;
    }
    let container = this.#toOwn(this.#value, path);
    this.#value = container;
    for (const key of keys) {
      const child = this.#toOwn(readKey(container, key), path);
      setOwn<unknown>(container, key, child);
      container = child;
    }
    if (op === "add") addKey(container, last, value);
    else setOwn(container, last, value);
  }

  #toOwn(value: unknown, path: string): Container {
    if (typeof value !== "object" || value === null) {
      throw new InvalidArgumentError(
        `A run log has nothing at "${path}"; apply its patches in order.`,
      );
    }
    if (this.#own.has(value)) return value as Container;
    const copy: object = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
    this.#own.add(copy);
    return copy as Container;
  }
}

function readKey(container: Container, key: string): unknown {
  return Object.hasOwn(container, key) ? Reflect.get(container, key) : undefined;
}

function addKey(container: Container, key: string, value: unknown): void {
  if (!Array.isArray(container)) setOwn(container, key, value);
  else if (key === "-") container.push(value);
  else container.splice(Number(key), 0, value);
}

function unescapePointer(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
