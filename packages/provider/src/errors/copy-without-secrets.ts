import { isPlainObject } from "@rivulet/core";

/** What holds headers, or the request that they were sent with. */
const leftOut: ReadonlySet<string> = new Set([
  "headers",
  "request",
  "response",
  "options",
  "config",
  "authorization",
  "x-api-key",
  "api-key",
  "apikey",
  "authtoken",
  "cookie",
  "set-cookie",
]);

const deepest = 8;

/**
 * A copy of an error that tells no secrets: of the same class, with the same plain fields, without headers, and without the keys
 * in any of its texts, which `redact` takes out. The original stays as it is, since it may be somebody else's.
 */
export function copyWithoutSecrets(error: unknown, redact: (text: string) => string): unknown {
  return new Copy(redact).of(error, 0);
}

class Copy {
  readonly #redact: (text: string) => string;
  readonly #made = new Map<object, unknown>();

  constructor(redact: (text: string) => string) {
    this.#redact = redact;
  }

  of(value: unknown, depth: number): unknown {
    if (typeof value === "string") return this.#redact(value);
    if (typeof value === "function") return undefined;
    if (typeof value !== "object" || value === null) return value;
    const known = this.#made.get(value);
    if (known !== undefined) return known;
    return depth > deepest ? undefined : this.#object(value, depth);
  }

  #object(value: object, depth: number): unknown {
    if (isErrorOf(value, "[object DOMException]"))
      return new DOMException(this.#redact(value.message), value.name);
    if (value instanceof Error || isErrorOf(value, "[object Error]"))
      return this.#error(value, depth);
    if (Array.isArray(value)) return this.#fill(value, [], depth);
    return isPlainObject(value) ? this.#fill(value, {}, depth) : undefined;
  }

  #error(error: Error, depth: number): Error {
    // An error of the language, so that it prints and serialises as one; its class by the prototype, for `instanceof`.
    const copy = new Error(this.#redact(String(error.message)));
    Object.setPrototypeOf(copy, Object.getPrototypeOf(error) as object);
    this.#define(copy, "stack", this.#redact(String(error.stack ?? "")));
    if (Object.hasOwn(error, "name") && !Object.keys(error).includes("name"))
      this.#define(copy, "name", this.#redact(String(error.name)));
    this.#fill(error, copy, depth);
    if (Object.hasOwn(error, "cause")) {
      Reflect.deleteProperty(copy, "cause");
      this.#define(copy, "cause", this.of(error.cause, depth + 1));
    }
    return copy;
  }

  #fill<T extends object>(from: object, into: T, depth: number): T {
    this.#made.set(from, into);
    for (const [key, value] of Object.entries(from)) {
      if (leftOut.has(key.toLowerCase())) continue;
      const copied = this.of(value, depth + 1);
      // What could not be copied is not told at all.
      if (copied !== undefined || value === undefined)
        Object.defineProperty(into, this.#redact(key), {
          value: copied,
          enumerable: true,
          writable: true,
          configurable: true,
        });
    }
    return into;
  }

  #define(copy: Error, key: string, value: unknown): void {
    Object.defineProperty(copy, key, {
      value,
      enumerable: false,
      writable: true,
      configurable: true,
    });
  }
}

/** By its tag, since an error may come from another realm, as those of `fetch` do under Jest. */
function isErrorOf(value: object, tag: string): value is Error {
  return Object.prototype.toString.call(value) === tag;
}
