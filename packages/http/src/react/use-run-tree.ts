import { toRunTree, type RunNode } from "@rivulet/core/operators";
import type { StreamEvent } from "@rivulet/runnables";
import { Subject } from "rxjs/internal/Subject";
import type { ConnectEventsOptions } from "../client/connect-events-options.ts";
import type { EventsSource } from "./events-source.ts";
import type { StreamStatus, ViewBuilder } from "./stream-store.ts";
import { useStream } from "./use-stream.ts";

/** The runs of a stream, so far. */
export interface RunTreeState {
  /** The runs that have no parent in the stream, in order. Immutable, with equal parts shared: made for `memo`. */
  readonly roots: readonly RunNode[];
  readonly status: StreamStatus;
  /** What the stream failed with. */
  readonly error: unknown;
}

/**
 * A run and the runs inside it as trees, for a component that is painted anew as they grow.
 *
 * The options are read when the stream is opened: give the component another `key` to have it opened anew with others. What is
 * wrong with them is the `error`; the hook never throws.
 *
 * @example
 * const { roots } = useRunTree("/chat", { input: { topic: "parrot" } });
 */
export function useRunTree(source: EventsSource, options?: ConnectEventsOptions): RunTreeState {
  const { view, status, error } = useStream(source, options, createTreeBuilder);
  return { roots: view, status, error };
}

function createTreeBuilder(): ViewBuilder<readonly RunNode[]> {
  const events = new Subject<StreamEvent>();
  let roots: readonly RunNode[] = [];
  events.pipe(toRunTree()).subscribe((next) => {
    roots = next.flatMap(toSeen);
  });
  return {
    add: (event) => {
      events.next(event);
    },
    get view() {
      return roots;
    },
  };
}

// Above a run that was started by a traced request stands the request's run, of which nothing is sent.
function toSeen(root: RunNode): RunNode | readonly RunNode[] {
  return root.type === undefined && root.name === "" ? root.children : root;
}
