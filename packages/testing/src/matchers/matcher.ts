/** A test for equality that a runner brings along: only handed back to its `equals`, never called here. */
export type EqualityTester = (this: never, ...compared: never[]) => boolean | undefined;

/** What `expect.extend` of Jest and Vitest gives a matcher as `this`, as far as the matchers here need it. */
export interface MatcherContext {
  readonly isNot?: boolean | undefined;
  equals(one: unknown, other: unknown, testers?: EqualityTester[], isStrict?: boolean): boolean;
  readonly utils: {
    readonly iterableEquality: EqualityTester;
    readonly subsetEquality: EqualityTester;
    diff(expected: unknown, received: unknown): string | null | undefined;
    printExpected(value: unknown): string;
  };
}

/** What a matcher answers. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Whether `received` has everything that `expected` asks for, as `toMatchObject` has it. */
export function isSubset(context: MatcherContext, received: unknown, expected: unknown): boolean {
  const { iterableEquality, subsetEquality } = context.utils;
  return context.equals(received, expected, [iterableEquality, subsetEquality]);
}

/** The head of a failure message: the call that failed, as the test has it. */
export function headline(context: MatcherContext, matcher: string): string {
  return `expect(received).${context.isNot === true ? "not." : ""}${matcher}`;
}
