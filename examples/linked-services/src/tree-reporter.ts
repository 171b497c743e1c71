import type { CallbackHandler, RunEvent } from "@rivulet/core";
import { toRunTree, type RunNode } from "@rivulet/core/operators";
import { Subject } from "rxjs";

/**
 * A handler that reports each tree once all its runs are over. One object for all services is the short way of a program that
 * is all three of them; services that are processes of their own send their events to where the trees are put together.
 */
export function createTreeReporter(report: (tree: RunNode) => void): CallbackHandler {
  const events = new Subject<RunEvent>();
  const reported = new WeakSet<RunNode>();
  events.pipe(toRunTree()).subscribe((trees) => {
    for (const tree of trees) {
      // Trees are immutable: one that has changed since is another object.
      if (reported.has(tree) || !isOver(tree)) continue;
      reported.add(tree);
      report(tree);
    }
  });
  return {
    on_event: (event) => {
      events.next(event);
    },
  };
}

function isOver({ status, children }: RunNode): boolean {
  return status !== "running" && children.every(isOver);
}
