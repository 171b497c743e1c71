import type { OperatorFunction } from "rxjs";
import { createOperatorSubscriber } from "rxjs/internal/operators/OperatorSubscriber";
import { operate } from "rxjs/internal/util/lift";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { RunEvent } from "../events/run-event.ts";
import { RunForest } from "./run-forest.ts";
import type { RunNode } from "./run-node.ts";

/** What trees are kept. */
export interface RunTreeOptions {
  /** How many roots that are over stay in the list; the oldest are let go first. Default 100. */
  readonly maxFinishedRoots?: number;
}

const defaultMaxFinishedRoots = 100;

/**
 * The runs as trees: after each event that changes something, the list of all roots, oldest first. The trees are immutable
 * and share their equal parts: only the nodes on the path to what changed are new, so that a view made with
 * `useSyncExternalStore` or memoised components paints no more than that.
 *
 * @throws {@link InvalidArgumentError} at the call, when `maxFinishedRoots` is no whole number from 0.
 *
 * @example
 * chain.streamEvents(input).pipe(toRunTree()).subscribe(([root]) => paint(root));
 */
export function toRunTree<Event extends RunEvent>(
  options: RunTreeOptions = {},
): OperatorFunction<Event, readonly RunNode[]> {
  const { maxFinishedRoots = defaultMaxFinishedRoots } = options;
  if (!Number.isInteger(maxFinishedRoots) || maxFinishedRoots < 0) {
    throw InvalidArgumentError.of(
      "maxFinishedRoots was",
      maxFinishedRoots,
      "a whole number from 0",
    );
  }
  return operate((events, subscriber) => {
    const forest = new RunForest(maxFinishedRoots);
    events.subscribe(
      createOperatorSubscriber(subscriber, (event) => {
        if (forest.add(event)) subscriber.next(forest.roots);
      }),
    );
  });
}
