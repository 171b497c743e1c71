import { checkCount } from "../callbacks/check-count.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { isPlainObject } from "../util/is-plain-object.ts";
import type { RedactionPolicy } from "./redaction-policy.ts";
import { SecretPatterns } from "./secret-patterns.ts";

const defaultBounds = {
  maxDepth: 64,
  maxValues: 100_000,
  maxTextLength: 4_000_000,
  maxHeldLength: 4_096,
  maxHeldEvents: 1_000,
};

type Bounds = Readonly<typeof defaultBounds>;

const boundNames = Object.keys(defaultBounds) as (keyof Bounds)[];
const policyKeys: ReadonlySet<string> = new Set([
  "paths",
  "keys",
  "patterns",
  "replacement",
  ...boundNames,
]);

/** A policy, checked and prepared. */
export class RedactionRules {
  /** As it was given. */
  readonly policy: RedactionPolicy;
  readonly replacement: string;
  readonly bounds: Bounds;
  readonly patterns: SecretPatterns;
  readonly #keys: ReadonlySet<string>;
  readonly #paths: readonly (readonly string[])[];

  /** @throws {@link InvalidArgumentError} when a field of the policy is unknown or wrong, or nothing is to be redacted. */
  constructor(policy: RedactionPolicy) {
    checkRedactionPolicy(policy);
    this.policy = policy;
    const { paths = [], keys = [], patterns = [], replacement = "[redacted]" } = policy;
    this.replacement = replacement;
    this.bounds = redactionBoundsOf(policy);
    this.patterns = new SecretPatterns(patterns);
    this.#keys = new Set(keys.map((key) => key.toLowerCase()));
    this.#paths = paths.map((path) => path.split("."));
  }

  /** Whether what stands at this place is replaced whatever it is. */
  hides(path: readonly string[]): boolean {
    const key = path.at(-1) ?? "";
    return (
      (this.#keys.size > 0 && this.#keys.has(key.toLowerCase())) ||
      this.#paths.some((steps) => leadsTo(steps, path))
    );
  }
}

function leadsTo(steps: readonly string[], path: readonly string[]): boolean {
  const [step, ...later] = steps;
  if (step === undefined) return path.length === 0;
  if (step === "**") {
    return leadsTo(later, path) || (path.length > 0 && leadsTo(steps, path.slice(1)));
  }
  const [first, ...rest] = path;
  return first !== undefined && (step === "*" || step === first) && leadsTo(later, rest);
}

function redactionBoundsOf(policy: RedactionPolicy): Bounds {
  const bounds = { ...defaultBounds };
  for (const name of boundNames) {
    const bound = policy[name];
    if (bound !== undefined) bounds[name] = checkCount(name, bound);
  }
  return bounds;
}

function checkRedactionPolicy(policy: RedactionPolicy): void {
  const given: unknown = policy;
  if (!isPlainObject(given)) {
    throw InvalidArgumentError.of(
      "A redaction policy was",
      given,
      'an object such as { keys: ["password"] }',
    );
  }
  for (const key of Object.keys(given)) {
    if (policyKeys.has(key)) continue;
    throw new InvalidArgumentError(
      `A redaction policy has no field "${key}"; it takes ${[...policyKeys].join(", ")}.`,
    );
  }
  for (const field of ["paths", "keys", "patterns"] as const) checkPolicyList(field, given[field]);
  const isEmpty = [policy.paths, policy.keys, policy.patterns].every((list) => !list?.length);
  if (isEmpty) {
    throw new InvalidArgumentError(
      "A redaction policy had neither paths, keys nor patterns; say what is to be redacted.",
    );
  }
  if (policy.replacement !== undefined && typeof policy.replacement !== "string") {
    throw InvalidArgumentError.of("replacement was", policy.replacement, "a text");
  }
}

function checkPolicyList(field: "paths" | "keys" | "patterns", list: unknown): void {
  if (list === undefined) return;
  const isRight =
    Array.isArray(list) &&
    (field === "patterns" || list.every((item) => typeof item === "string" && item !== ""));
  if (isRight) return;
  throw InvalidArgumentError.of(`${field} was`, list, "a list of texts that are not empty");
}
