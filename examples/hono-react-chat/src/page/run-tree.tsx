import type { RunNode } from "@rivulet/core/operators";
import { memo, type ReactNode } from "react";

/** A run and the runs inside it. */
export function RunTree({ root }: { readonly root: RunNode }): ReactNode {
  return (
    <ul className="tree" aria-label="Runs">
      <RunItem run={root} />
    </ul>
  );
}

// A node is another object only when something in it has changed: the others are not painted anew.
const RunItem = memo(function RunItem({ run }: { readonly run: RunNode }): ReactNode {
  return (
    <li>
      <div className="run" data-status={run.status}>
        <span className="name">{run.name}</span> <span className="type">{run.type}</span>{" "}
        <span className="run-status">{run.status}</span>
        {run.chunkCount > 0 && <span className="chunks">{chunksOf(run)}</span>}
        {run.endTime !== undefined && (
          <span className="time">{(run.endTime - run.startTime).toFixed(0)} ms</span>
        )}
      </div>
      {run.children.length > 0 && (
        <ul>
          {run.children.map((child) => (
            <RunItem key={child.id} run={child} />
          ))}
        </ul>
      )}
    </li>
  );
});

function chunksOf({ chunkCount }: RunNode): string {
  return chunkCount === 1 ? "1 chunk" : `${String(chunkCount)} chunks`;
}
