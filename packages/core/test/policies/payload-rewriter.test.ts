import { inspect } from "node:util";
import { CallbackManager, configure, traceable, type CallbackHandler } from "@rivulet/core";
import { redact, type RedactionPolicy } from "@rivulet/core/operators";
import { recordEvents } from "../support/record-events.ts";

const secret = "hunter2";
const policy: RedactionPolicy = { patterns: [secret] };

afterEach(() => {
  configure({ callbacks: [] });
});

/** The input of a run, as a redacted handler is told it. */
function told(input: unknown): unknown {
  const recorder = recordEvents();
  const manager = new CallbackManager({ callbacks: [redact(recorder, policy)] });
  manager.startRun({ type: "tool", name: "a", input });
  return (recorder.events[0]?.data as { input: unknown }).input;
}

/** Everything that a sink could print of a value. */
function printed(value: unknown): string {
  const shown = inspect(value, { depth: 50, getters: true, showHidden: true });
  return `${shown} ${JSON.stringify(value)}`;
}

const tagged = (kind: string): object =>
  Object.assign(Object.create({ [Symbol.toStringTag]: kind }) as object, { secret, message: "m" });

/** Says something else each time. */
function changing(): object {
  let count = 0;
  return {
    get a(): string {
      count += 1;
      return count === 1 ? "x" : secret;
    },
  };
}

class Vault {
  readonly #secret = secret;
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#secret;
  }
}

class Fields<Value> extends Map<Value, Value> {
  readonly secret = secret;
}

describe("a secret is in nothing that can be printed of", () => {
  it.each<[what: string, make: () => unknown]>([
    ["what a pattern matched", () => `say ${secret} now`.match(/say/)],
    ["a list with fields", () => Object.assign([1], { secret })],
    ["a map with fields", () => new Fields([[1, 1]])],
    ["a set with fields", () => Object.assign(new Set([1]), { secret })],
    ["a date with fields", () => Object.assign(new Date(0), { secret })],
    ["a vector with fields", () => Object.assign(new Float32Array(2), { secret })],
    ["an expression with fields", () => Object.assign(/a/u, { secret })],
    ["an address with fields", () => Object.assign(new URL("https://a.b"), { secret })],
    ["a DOMException with fields", () => Object.assign(new DOMException("m"), { secret })],
    ["a DOMException's cause", () => Object.assign(new DOMException("m"), { cause: { secret } })],
    ["what calls itself a date", () => tagged("Date")],
    ["what calls itself a vector", () => tagged("Float32Array")],
    ["what calls itself a map", () => tagged("Map")],
    ["what calls itself a set", () => tagged("Set")],
    ["what calls itself an expression", () => tagged("RegExp")],
    ["what calls itself a DOMException", () => tagged("DOMException")],
    ["what calls itself an error", () => tagged("Error")],
    ["a getter that changes", changing],
    ["a symbol that is a key", () => ({ [Symbol(secret)]: 1 })],
    ["what prints itself", () => new Vault()],
  ])("%s", (_what, make) => {
    expect(printed(told({ value: make() }))).not.toContain(secret);
  });
});

describe("a redacted value", () => {
  it("keeps its items and its message", () => {
    expect(told("say hunter".match(/say/))).toEqual(["say"]);
    const exception = Object.assign(new DOMException("m", "AbortError"), { cause: { secret } });
    const copy = told(exception) as DOMException & { readonly cause: unknown };
    expect(copy).toBeInstanceOf(DOMException);
    expect([copy.name, copy.message, copy.cause]).toEqual([
      "AbortError",
      "m",
      { secret: "[redacted]" },
    ]);
  });

  it("is what the original says as JSON where a copy without private fields can't", () => {
    class Both {
      readonly text = secret;
      readonly #hidden = secret;
      toJSON(): unknown {
        return { hidden: this.#hidden };
      }
    }
    expect(told([new Both(), 1])).toEqual([{ hidden: "[redacted]" }, 1]);
  });

  it("keeps the fields that every payload has, whatever a pattern finds", () => {
    const recorder = recordEvents();
    const manager = new CallbackManager({
      callbacks: [redact(recorder, { patterns: [/\w{5,9}/] })],
    });
    const run = manager.startRun({ type: "tool", name: "a", input: { input: "hunter" } });
    run.stream("hunter ");
    run.end("hunter");
    expect(recorder.events.map(({ data }) => data)).toEqual([
      { input: { "[redacted]": "[redacted]" } },
      { chunk: "[redacted] " },
      { output: "[redacted]" },
    ]);
  });
});

it("an `around` behind a redaction knows all of its run", () => {
  const runs: unknown[] = [];
  const handler: CallbackHandler = {
    around: ({ id, type, name, parentIds }, next) => {
      runs.push({ id, type, name, parentIds });
      return next();
    },
  };
  configure({ callbacks: [redact(handler, policy)] });
  traceable(() => traceable(() => 1, { name: secret, type: "tool" })(), { name: "root" })();
  const [root] = runs as [{ readonly id: string }];
  expect(runs).toEqual([
    { id: expect.any(String), type: "chain", name: "root", parentIds: [] },
    { id: expect.any(String), type: "tool", name: "[redacted]", parentIds: [root.id] },
  ]);
});
