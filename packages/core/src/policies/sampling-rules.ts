import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { isPlainObject } from "../util/is-plain-object.ts";
import type { RootOutcome, SamplingPolicy } from "./sampling-policy.ts";

type Check = readonly [isRight: (value: unknown) => boolean, wanted: string];

const fromZero: Check = [(value) => isNumber(value) && value >= 0, "a number from 0"];
const bound: Check = [
  (value) => Number.isInteger(value) && Number(value) >= 1,
  "a whole number of at least 1",
];
const checks: Readonly<Record<keyof SamplingPolicy, Check>> = {
  ratio: [(value) => isNumber(value) && value >= 0 && value <= 1, "a number from 0 to 1"],
  keepErrors: [(value) => typeof value === "boolean", "true or false"],
  slowMs: fromZero,
  costlyTokens: fromZero,
  keep: [(value) => typeof value === "function", "a function"],
  maxHeldEvents: bound,
  maxHeldRoots: bound,
  onOverflow: [(value) => value === "keep" || value === "drop", '"keep" or "drop"'],
};

/** A policy, checked, with what it leaves open filled in. */
export class SamplingRules {
  readonly ratio: number;
  readonly maxHeldEvents: number;
  readonly maxHeldRoots: number;
  readonly keepsOverflow: boolean;
  /** Whether it needs to know what comes of a root. */
  readonly asksOutcome: boolean;
  readonly #policy: SamplingPolicy;

  /** @throws {@link InvalidArgumentError} when a field of the policy is unknown or wrong, or nothing says what is kept. */
  constructor(policy: SamplingPolicy) {
    checkSamplingPolicy(policy);
    const { ratio, keepErrors, slowMs, costlyTokens, keep } = policy;
    this.asksOutcome =
      keepErrors === true || [slowMs, costlyTokens, keep].some((rule) => rule !== undefined);
    if (!this.asksOutcome && ratio === undefined) {
      throw new InvalidArgumentError(
        "A sampling policy did not say what is kept; give a ratio, keepErrors, slowMs, costlyTokens or keep.",
      );
    }
    this.ratio = ratio ?? 0;
    this.maxHeldEvents = policy.maxHeldEvents ?? 1_000;
    this.maxHeldRoots = policy.maxHeldRoots ?? 1_000;
    this.keepsOverflow = policy.onOverflow !== "drop";
    this.#policy = policy;
  }

  /** Whether a root is among the share that is kept whatever comes of it. */
  isInRatio(rootId: string): boolean {
    return fractionOf(rootId) < this.ratio;
  }

  /** Whether what came of a root is worth keeping. May throw what the user's function throws. */
  keeps(outcome: RootOutcome): boolean {
    const { keepErrors, slowMs, costlyTokens, keep } = this.#policy;
    if (keepErrors === true && outcome.hasFailed) return true;
    if (slowMs !== undefined && outcome.durationMs >= slowMs) return true;
    if (costlyTokens !== undefined && outcome.usage.total_tokens >= costlyTokens) return true;
    return keep?.(outcome) === true;
  }
}

// FNV-1a with a last mix, so that ids that differ in their last letter are far apart.
function fractionOf(id: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < id.length; index += 1)
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01_00_01_93);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function checkSamplingPolicy(policy: SamplingPolicy): void {
  const given: unknown = policy;
  if (!isPlainObject(given))
    throw refuseField("A sampling policy", given, "an object such as { ratio: 0.1 }");
  for (const [field, value] of Object.entries(given)) {
    if (!isField(field))
      throw refuseField(
        "A sampling policy's field",
        field,
        `one of ${Object.keys(checks).join(", ")}`,
      );
    const [isRight, wanted] = checks[field];
    if (value !== undefined && !isRight(value)) throw refuseField(field, value, wanted);
  }
}

function isField(field: string): field is keyof SamplingPolicy {
  return Object.hasOwn(checks, field);
}

function refuseField(what: string, value: unknown, wanted: string): InvalidArgumentError {
  return InvalidArgumentError.of(`${what} was`, value, wanted);
}
