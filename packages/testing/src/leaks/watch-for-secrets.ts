import { InvalidArgumentError, RunManager, type RunEvent } from "@rivulet/core";
import { serializeEvent } from "@rivulet/runnables/wire";

/** A search for secrets that goes on. */
export interface SecretWatch {
  /** Where a secret was found so far, in words that do not tell it. */
  readonly leaks: readonly string[];
  /** Ends the search, and gives what was found. Does nothing the second time. */
  stop(): readonly string[];
}

const phases = ["start", "stream", "end", "error", "cancel"] as const;
const consoleMethods = ["debug", "error", "info", "log", "warn"] as const;

/**
 * Searches everything that the runs of this process tell, in the form that goes over a wire, and everything that is written to
 * the console, for texts that nobody may see: API keys in a test suite, above all. Runs are searched whether anybody listens or
 * not, and are not observed by that.
 *
 * Until it is stopped it costs every event its serialisation: for tests, not for services.
 *
 * @throws {@link InvalidArgumentError} when a secret is no text, or an empty one.
 *
 * @example
 * const watch = watchForSecrets(["sk-of-the-tests"]);
 * afterAll(() => expect(watch.stop()).toEqual([]));
 */
export function watchForSecrets(secrets: readonly string[]): SecretWatch {
  if (!secrets.every((secret) => typeof secret === "string" && secret !== "")) {
    throw new InvalidArgumentError(
      "A secret to search for was empty or no text; give strings that are not empty.",
    );
  }
  const leaks: string[] = [];
  const search = (text: string, where: string): void => {
    if (secrets.some((secret) => text.includes(secret))) leaks.push(where);
  };
  const undo = [...watchRuns(search), ...watchConsole(search)];
  return {
    leaks,
    stop: () => {
      for (const restore of undo.splice(0)) restore();
      return leaks;
    },
  };
}

type Search = (text: string, where: string) => void;
type Method = (this: RunManager, ...told: unknown[]) => unknown;

// Where events come from, and not where they are heard: a listener would be a reason to tell them.
function watchRuns(search: Search): readonly (() => void)[] {
  const methods = RunManager.prototype as unknown as Record<string, Method>;
  return [...phases, "custom"].map((name) =>
    replace(methods, name, (original) => {
      return function tellSearched(this: RunManager, ...told) {
        search(textOfRun(this, name, told), `the ${name} event of ${this.name} (${this.type})`);
        return Reflect.apply(original, this, told);
      };
    }),
  );
}

function watchConsole(search: Search): readonly (() => void)[] {
  const methods = console as unknown as Record<string, Method>;
  return consoleMethods.map((name) =>
    replace(methods, name, (original) => {
      return function printSearched(this: RunManager, ...printed) {
        search(textOf(printed), `console.${name}`);
        return Reflect.apply(original, this, printed);
      };
    }),
  );
}

function replace(
  methods: Record<string, Method>,
  name: string,
  wrap: (original: Method) => Method,
): () => void {
  const original = methods[name] as Method;
  const wrapped = wrap(original);
  methods[name] = wrapped;
  return () => {
    if (methods[name] === wrapped) methods[name] = original;
  };
}

function textOfRun(run: RunManager, phase: string, told: readonly unknown[]): string {
  const { type, name, tags, metadata } = run;
  const event = phase === "custom" ? "on_custom_event" : `on_${type}_${phase}`;
  return textOf({ event, name, tags, metadata, told });
}

// By the wire's own rules, which look through errors, messages and whatever else may be told.
function textOf(data: unknown): string {
  const event: RunEvent = {
    event: "on_custom_event",
    name: "",
    run_id: "",
    parent_ids: [],
    tags: [],
    metadata: {},
    data,
    seq: 0,
    time: 0,
  };
  return JSON.stringify(serializeEvent(event));
}
