import type { CallbackHandler, EventListener } from "../callbacks/callback-handler.ts";
import { Listener } from "../callbacks/listener.ts";
import { addProcessListener } from "../callbacks/process-listeners.ts";
import { eventName, type EventName, type RunPhase } from "../events/event-name.ts";
import type { RunEvent, RunShapes, UnknownShapes } from "../events/run-event.ts";
import type { RunType } from "../events/run-type.ts";
import { checkHooks, phaseOfHook, type RunHooks } from "./run-hooks.ts";
import { compileSelector, type RunSelector } from "./run-selector.ts";

/**
 * Calls functions at the stations of every run in the process that a selector finds; the function that is returned removes
 * them, also from runs that are open. Of runs that are open already they are told nothing.
 *
 * Who is called is decided once per run. Runs of other types do not ask the selector, and no event is built for a phase
 * without a hook. A hook that throws is reported (`onListenerError`) and changes nothing.
 *
 * `around(run, next)` wraps the body: it calls `next` once, synchronously, and returns its result. The first that was
 * hooked is the outermost; those of handlers in `callbacks` are outside of it. It is called each time that the body is
 * entered: for a generator at each resumption, for a run that is made of steps (a sequence) never.
 *
 * @throws {@link InvalidArgumentError} when the selector or a hook is wrong.
 *
 * @example
 * const unhook = hook({ type: "tool", name: /^search/ }, { onEnd: ({ data }) => console.log(data.output) });
 */
export function hook<
  const Type extends RunType = RunType,
  Shapes extends RunShapes = UnknownShapes,
>(selector: RunSelector<Type>, hooks: RunHooks<Type, Shapes>): () => void {
  const filter = compileSelector(selector);
  checkHooks(hooks);
  const hooked = new HookedRuns(hooks as RunHooks, filter.types);
  const remove = addProcessListener(new Listener(hooked.handler, { filter }));
  return () => {
    remove();
    hooked.release();
  };
}

type Around = NonNullable<CallbackHandler["around"]>;

/** The handler that hooks are. */
class HookedRuns {
  readonly handler: CallbackHandler;
  // Runs that are open keep their listeners.
  #isReleased = false;

  constructor(hooks: RunHooks, types: ReadonlySet<RunType>) {
    const listeners: Partial<Record<EventName, EventListener<RunEvent>>> = {};
    for (const [name, phase] of Object.entries(phaseOfHook) as [
      keyof typeof phaseOfHook,
      RunPhase,
    ][]) {
      const given: unknown = hooks[name];
      if (given === undefined) continue;
      const listener = given as EventListener<RunEvent>;
      const tell: EventListener<RunEvent> = (event) =>
        this.#isReleased ? undefined : listener(event);
      for (const type of types) listeners[eventName(type, phase)] = tell;
    }
    const { around } = hooks;
    this.handler = { ...listeners, ...(around !== undefined && { around: this.#wrap(around) }) };
  }

  release(): void {
    this.#isReleased = true;
  }

  #wrap(around: Around): Around {
    return (run, next) => (this.#isReleased ? next() : around(run, next));
  }
}
