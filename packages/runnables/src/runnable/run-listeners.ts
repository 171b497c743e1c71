import {
  createRunId,
  eventName,
  InvalidArgumentError,
  runPhases,
  runTypes,
  type CallbackHandler,
  type EventName,
  type RunEvent,
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

type GivenListeners = { readonly [Name in keyof RunListeners]: RunListeners[Name] | undefined };

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
  const { onStart, onChunk, onEnd, onError, onCancel } = given;
  // A copy: what is added to the caller's own later would be neither checked nor told all.
  const listeners = { onStart, onChunk, onEnd, onError, onCancel };
  const excludeEvents = unheardEvents(listeners);
  return (call) => {
    const runId = call.runId ?? createRunId();
    const handler: CallbackHandler = {
      filter: { runIds: [runId], excludeEvents },
      on_event: (event) => tell(listeners, event),
    };
    return { runId, callbacks: [handler] };
  };
}

// So that no event is built for a phase without a listener: who waits for the end pays for no chunk.
function unheardEvents(listeners: GivenListeners): readonly EventName[] {
  const unheard = runPhases.filter((phase) => listeners[listenerOf[phase]] === undefined);
  const ofRuns = unheard.flatMap((phase) => runTypes.map((type) => eventName(type, phase)));
  return ["on_custom_event", ...ofRuns];
}

function tell(listeners: GivenListeners, event: RunEvent): void | Promise<void> {
  const listener = listeners[listenerOf[phaseOf(event.event)]];
  return (listener as ((event: RunEvent) => void | Promise<void>) | undefined)?.(event);
}

function phaseOf(name: EventName): keyof typeof listenerOf {
  return name.slice(name.lastIndexOf("_") + 1) as keyof typeof listenerOf;
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
