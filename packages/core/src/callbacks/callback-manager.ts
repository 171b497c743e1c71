import type { Metadata } from "../events/run-event.ts";
import type { CallbackHandler } from "./callback-handler.ts";
import { checkInherited } from "./check-inherited.ts";
import { checkName } from "./check-name.ts";
import { checkRunType } from "./check-run-type.ts";
import { toListeners } from "./process-listeners.ts";
import { RunContext } from "./run-context.ts";
import { getCurrentRun, startRun, type RunManager, type RunOptions } from "./run-manager.ts";

/** What a manager adds for the runs that it starts, and for their children. */
export interface CallbackManagerOptions {
  readonly callbacks?: readonly CallbackHandler[];
  readonly tags?: readonly string[];
  readonly metadata?: Metadata;
}

/** What starts a run. `input` is told with the start when the key is there, whatever its value. */
export interface StartRunOptions extends RunOptions {
  readonly input?: unknown;
}

/** Handlers, or the manager that a function received as `config.callbacks` and passes on. */
export type Callbacks = readonly CallbackHandler[] | CallbackManager;

/**
 * Starts runs in a place: it knows the parent run, and the listeners, tags and metadata that a run inherits there.
 * Immutable: what would change it makes another one.
 *
 * It is what a function receives as `config.callbacks`: pass it on, and what you call becomes a child of your run, also
 * where there is no ambient context.
 *
 * @example
 * const run = new CallbackManager({ callbacks: [handler] }).startRun({ type: "tool", name: "search", input: "cats" });
 * run.end(["a cat"]);
 */
export class CallbackManager {
  /** What is inherited here. For packages of components. */
  readonly context: RunContext;

  /**
   * A manager that starts runs below the ambient run, or root runs outside of any.
   *
   * @throws {@link InvalidArgumentError} when `callbacks` is no list of handlers, or tags or metadata are wrong.
   */
  constructor(options: CallbackManagerOptions | RunContext = {}) {
    this.context = options instanceof RunContext ? options : extend(currentContext(), options);
  }

  /** The manager for runs inside `run`. */
  static forChildrenOf(run: RunManager): CallbackManager {
    return new CallbackManager(run.childContext);
  }

  /** A manager that adds to this one. */
  with(options: CallbackManagerOptions): CallbackManager {
    return new CallbackManager(extend(this.context, options));
  }

  /** A manager whose next run, but not that run's children, has this tag (`seq:step:2`). */
  withPositionalTag(tag: string): CallbackManager {
    return new CallbackManager(this.context.withLocalTag(tag));
  }

  /**
   * Starts a run and tells its start. The caller must end it: `end`, `error` or `cancel`.
   *
   * @throws {@link InvalidArgumentError} when the type is unknown, the name is empty, or tags or metadata are wrong.
   */
  startRun(options: StartRunOptions): RunManager {
    checkRunType("a run", options.type);
    checkName("a run", options.name);
    checkInherited(options);
    return startRun(
      this.context,
      options,
      "input" in options ? { value: options.input } : undefined,
    );
  }
}

/** The context of a run that is started right here. */
export function currentContext(): RunContext {
  return getCurrentRun()?.childContext ?? RunContext.root;
}

/**
 * The context of a call that was given these callbacks: a manager says where it is; handlers are added to what is ambient.
 *
 * @throws {@link InvalidArgumentError} when `callbacks` is neither.
 */
export function contextOf(callbacks: Callbacks | undefined): RunContext {
  if (callbacks instanceof CallbackManager) return callbacks.context;
  const context = currentContext();
  return callbacks === undefined ? context : context.with({ listeners: toListeners(callbacks) });
}

function extend(context: RunContext, options: CallbackManagerOptions): RunContext {
  const { callbacks, tags, metadata } = options;
  checkInherited(options);
  return context.with({
    listeners: callbacks === undefined ? undefined : toListeners(callbacks),
    tags,
    metadata,
  });
}
