import { toHaveEvents, type EventListOptions, type EventPattern } from "./to-have-events.ts";
import { toMatchRunTree, type RunTreePattern } from "./to-match-run-tree.ts";
import { toObeyRunLaws } from "./to-obey-run-laws.ts";
import type { RunLawOptions } from "../laws/find-run-law-violations.ts";

/**
 * Matchers over recorded events, for `expect.extend` of Jest or Vitest. With Jest, `import "@rivulet/testing/jest"` in a
 * setup file does it, and tells the compiler.
 *
 * @example
 * expect.extend(rivuletMatchers);
 */
export const rivuletMatchers: {
  readonly toObeyRunLaws: typeof toObeyRunLaws;
  readonly toMatchRunTree: typeof toMatchRunTree;
  readonly toHaveEvents: typeof toHaveEvents;
} = { toObeyRunLaws, toMatchRunTree, toHaveEvents };

/** The matchers as a test calls them, on `expect(recorder)` or `expect(events)`: what `Result` is, is the runner's affair. */
export interface RivuletMatchers<Result = void> {
  /**
   * That a recording breaks no law of a run: one start, one end, causes before effects, the same context in all events of
   * a run. `{ allowOpen: true }` lets runs be open at its end.
   */
  toObeyRunLaws(options?: RunLawOptions): Result;
  /** That the runs form this tree: text as `renderRunTree` draws it, or the fields that matter. */
  toMatchRunTree(expected: string | RunTreePattern | readonly RunTreePattern[]): Result;
  /** That these events were told in this order; `{ exact: true }` for these alone. */
  toHaveEvents(expected: readonly EventPattern[], options?: EventListOptions): Result;
}
