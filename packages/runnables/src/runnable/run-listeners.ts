import {
  createRunId,
  eventName,
  InvalidArgumentError,
  runPhases,
  runTypes,
  type CallbackHandler,
} from "@rivulet/core";
import type { StreamEvent } from "../events/component-shapes.ts";
import type { Call } from "../execution/call.ts";
import type { RunnableConfig } from "../execution/runnable-config.ts";

type Listen<Phase extends string> = (
  event: Extract<StreamEvent, { readonly event: `on_${string}_${Phase}` }>,
) => void | Promise<void>;

/** Listeners of the runs of one runnable, by phase: not told of the runs inside. */
export interface RunListeners {
  readonly onStart?: Listen<"start">;
  readonly onChunk?: Listen<"stream">;
  readonly onEnd?: Listen<"end">;
  readonly onError?: Listen<"error">;
  readonly onCancel?: Listen<"cancel">;
}

const listenerOf = {
  start: "onStart",
  stream: "onChunk",
  end: "onEnd",
  error: "onError",
  cancel: "onCancel",
} as const;

/**
 * The config that attaches listeners to one run: it gives the run an id, and listens to that id alone.
 *
 * @throws {@link InvalidArgumentError} when one is no function, or is for no phase.
 */
export function listenerConfig(given: RunListeners): (call: Call) => RunnableConfig {
  checkListeners(given);
  const handler = toHandler(given);
  return (call) => {
    const runId = call.runId ?? createRunId();
    return { runId, callbacks: [{ ...handler, filter: { runIds: [runId] } }] };
  };
}

// By the name of each event, so that none is built for a phase without a listener: who waits for the end pays for no chunk.
function toHandler(listeners: RunListeners): CallbackHandler {
  const entries = runPhases.flatMap((phase) => {
    const listener = listeners[listenerOf[phase]];
    return listener === undefined ? [] : runTypes.map((type) => [eventName(type, phase), listener]);
  });
  return Object.fromEntries(entries) as CallbackHandler;
}

// A misspelt name would be a listener that is never called.
function checkListeners(listeners: unknown): void {
  if (typeof listeners !== "object" || listeners === null) {
    throw InvalidArgumentError.of(
      "The listeners of a run were",
      listeners,
      "an object such as { onEnd }",
    );
  }
  const names = Object.values(listenerOf);
  for (const [name, listener] of Object.entries(listeners)) {
    if (listener === undefined) continue;
    if (typeof listener === "function" && names.some((known) => known === name)) continue;
    throw InvalidArgumentError.of(
      `The listener ${name} was`,
      listener,
      `functions called ${names.join(", ")}`,
    );
  }
}
