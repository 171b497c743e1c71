import { text, toRunTree, type RunNode } from "@rivulet/core/operators";
import { connectEvents, type FetchFunction, type ResetReason } from "@rivulet/http";
import { Subscription } from "rxjs";
import { outcomeOf, type RunOutcome } from "./run-outcome.ts";

/** Which run to follow: a new one with this input, or one that has begun. */
export type RunSource = { readonly input: unknown } | { readonly runId: string };

/** What is shown of a run. */
export interface RunView {
  /** The run has this id; said before anything else, once. */
  began(runId: string): void;
  addText(piece: string): void;
  showTree(root: RunNode): void;
  /** Events are missing. */
  lost(reason: ResetReason): void;
  finished(outcome: RunOutcome): void;
}

/** Follows a run at an address, over as many connections as it takes. Unsubscribing leaves it; it goes on on the server. */
export function followRun(url: string, source: RunSource, view: RunView): Subscription {
  const following = new Subscription();
  let runId: string | undefined;
  const fetchRun: FetchFunction = async (address, init) => {
    const response = await fetch(address, init);
    const id = response.headers.get("x-run-id");
    const isFirst = response.ok && id !== null && runId === undefined && !following.closed;
    if (isFirst) view.began((runId = id));
    return response;
  };
  const events = connectEvents("runId" in source ? `${url}/runs/${source.runId}` : url, {
    ...("input" in source && source),
    fetch: fetchRun,
    onReset: (reason) => {
      view.lost(reason);
    },
  });
  // The three share one connection. A failure reaches each of them, and is told once.
  const error = (): void => undefined;
  following.add(events.pipe(text()).subscribe({ next: (piece) => view.addText(piece), error }));
  following.add(
    events.pipe(toRunTree()).subscribe({
      next: (roots) => {
        const root = findRun(roots, runId);
        if (root !== undefined) view.showTree(root);
      },
      error,
    }),
  );
  following.add(
    events.subscribe({
      error: (failure: unknown) => view.finished(outcomeOf(failure)),
      complete: () => view.finished({ status: "ended" }),
    }),
  );
  return following;
}

// The run of the request stands above it, of which nothing is sent.
function findRun(nodes: readonly RunNode[], id: string | undefined): RunNode | undefined {
  for (const node of nodes) {
    const found = node.id === id ? node : findRun(node.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
