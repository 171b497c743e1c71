import { debugHost } from "#debug-host";
import type { CallbackHandler, EventListener, RunInfo } from "../callbacks/callback-handler.ts";
import { Listener } from "../callbacks/listener.ts";
import { addProcessListener, beforeListenersAreRead } from "../callbacks/process-listeners.ts";
import { RunManager } from "../callbacks/run-manager.ts";
import { ambientRun } from "#platform";
import { eventName, type EventName } from "../events/event-name.ts";
import type { RunEvent } from "../events/run-event.ts";
import { runTypes, type RunType } from "../events/run-type.ts";
import type { TracingChannels } from "./debug-host.ts";
import { toRunInfo, toRunMessage, type RunMessage, type RunOutcome } from "./run-message.ts";

/** The name of the tracing channel; the names of its five channels are `tracing:rivulet:run:start` and so on. */
export const runChannelName = "rivulet:run";

/** Publishes runs on the tracing channel while it has subscribers; a run that begins before the first one is not published. */
export function bindRunChannel(): void {
  const channels = debugHost.openTracingChannels?.(runChannelName);
  if (channels === undefined) return;
  const { handler } = new RunPublisher(channels);
  const listener = new Listener(handler, { isOutermost: true });
  let remove: (() => void) | undefined;
  beforeListenersAreRead(() => {
    if (channels.hasSubscribers === (remove !== undefined)) return;
    if (remove === undefined) remove = addProcessListener(listener);
    else {
      remove();
      remove = undefined;
    }
  });
}

interface PublishedRun {
  readonly message: RunMessage;
  /** Calls a body with what was ambient when the run began, and with the stores that are bound to its start. */
  enter: <Result>(body: () => Result) => Result;
  /** Whether its body was called: never, where it is made of steps. */
  isEntered: boolean;
  hasToldEnd: boolean;
}

class RunPublisher {
  readonly handler: CallbackHandler;
  readonly #channels: TracingChannels;
  readonly #open = new Map<string, PublishedRun>();

  constructor(channels: TracingChannels) {
    this.#channels = channels;
    const listeners: Partial<Record<EventName, EventListener<RunEvent>>> = {};
    for (const type of runTypes) this.#addListeners(listeners, type);
    this.handler = { ...listeners, around: (run, next) => this.#callIn(run, next) };
  }

  #addListeners(
    listeners: Partial<Record<EventName, EventListener<RunEvent>>>,
    type: RunType,
  ): void {
    listeners[eventName(type, "start")] = (event) => {
      this.#begin(toRunInfo(event, type), event.data as object);
    };
    for (const outcome of ["end", "error", "cancel"] as const) {
      listeners[eventName(type, outcome)] = (event) => {
        this.#finish(event, outcome);
      };
    }
  }

  // The bound stores are entered here, once, since a subscriber makes a span of it. What is ambient then is kept for the body.
  #begin(run: RunInfo, data: object = {}): PublishedRun {
    const known = this.#open.get(run.id);
    const message = known?.message ?? toRunMessage(run);
    if ("input" in data) message.input = data.input;
    if (known !== undefined) return known;
    const open: PublishedRun = {
      message,
      enter: (body) => body(),
      isEntered: false,
      hasToldEnd: false,
    };
    this.#open.set(run.id, open);
    this.#callAround(run, () => {
      this.#channels.start.runStores(message, () => {
        open.enter = debugHost.captureContext();
      });
    });
    return open;
  }

  // What is inside a body begins there by itself. What is a step of a run without a body has to be brought there.
  #callAround(run: RunInfo, begin: () => void): void {
    const parentId = run.parentIds.at(-1);
    const parent = parentId === undefined ? undefined : this.#open.get(parentId);
    if (parent === undefined || parent.isEntered) begin();
    else parent.enter(begin);
  }

  #callIn<Result>(run: RunInfo, next: () => Result): Result {
    // The run itself, of which this hook may have been shown a redacted copy.
    const current = ambientRun.get();
    // A generator may have its `finally` blocks run when its run is over.
    if (current instanceof RunManager && !current.isOpen) return next();
    // The start of a run that a listener began is still on its way.
    const open = this.#begin(run);
    open.isEntered = true;
    try {
      return open.enter(() => ambientRun.run(current, next));
    } finally {
      this.#tellEnd(open);
    }
  }

  #finish(event: RunEvent, outcome: RunOutcome): void {
    const open = this.#open.get(event.run_id);
    if (open === undefined) return;
    this.#open.delete(event.run_id);
    this.#tellEnd(open);
    const { message } = open;
    const data = event.data as {
      input?: unknown;
      output?: unknown;
      error?: unknown;
      reason?: unknown;
    };
    message.outcome = outcome;
    if ("input" in data) message.input = data.input;
    if (outcome === "end") message.output = data.output;
    else message.error = outcome === "error" ? data.error : data.reason;
    open.enter(() =>
      ambientRun.run(undefined, () => {
        this.#publishOutcome(message);
      }),
    );
  }

  #publishOutcome(message: RunMessage): void {
    const { error, asyncStart, asyncEnd } = this.#channels;
    if (message.outcome !== "end") error.publish(message);
    asyncStart.runStores(message, () => {
      asyncEnd.publish(message);
    });
  }

  #tellEnd(open: PublishedRun): void {
    if (open.hasToldEnd) return;
    open.hasToldEnd = true;
    this.#channels.end.publish(open.message);
  }
}
