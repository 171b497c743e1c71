import { CallbackManager, type Callbacks } from "../callbacks/callback-manager.ts";
import { checkName } from "../callbacks/check-name.ts";
import { getCurrentRun, RunManager } from "../callbacks/run-manager.ts";

/**
 * Sends an event of your own, `on_custom_event`, from the run whose body is being executed, or from the run that `config`
 * belongs to (where there is no ambient context). Outside of any run, and where nobody listens, it does nothing.
 *
 * The event is told before this returns; the promise resolves when awaited listeners are done and the consumers of the run
 * have room for more.
 *
 * @throws {@link InvalidArgumentError} when `name` is no string or empty.
 *
 * @example
 * await dispatchCustomEvent("progress", { percent: 40 });
 */
export async function dispatchCustomEvent(
  name: string,
  data?: unknown,
  config?: { readonly callbacks?: Callbacks },
): Promise<void> {
  checkName("a custom event", name);
  const run = runOf(config?.callbacks) ?? getCurrentRun();
  if (run === undefined) return;
  run.custom(name, data);
  if (run.isHeld) await run.whenReleased();
}

function runOf(callbacks: Callbacks | undefined): RunManager | undefined {
  const parent = callbacks instanceof CallbackManager ? callbacks.context.parent : undefined;
  return parent instanceof RunManager ? parent : undefined;
}
