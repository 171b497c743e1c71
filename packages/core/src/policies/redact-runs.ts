import { Listener } from "../callbacks/listener.ts";
import { wrapListeners } from "../callbacks/process-listeners.ts";
import { EventRedactor } from "./event-redactor.ts";
import type { RedactionPolicy } from "./redaction-policy.ts";
import { RedactionRules } from "./redaction-rules.ts";
import { wrapListener } from "./wrap-handler.ts";

/**
 * Puts a redaction before everybody who is told of runs in this process, whoever registers, and where: handlers, streams of
 * events, subscribers, hooks, debug lines, the tracing channel. As {@link redact} does for one handler. It holds for the runs
 * that start from then on; the function that is returned takes it away. Call that while no run is open: one that starts later
 * below an open one is told as it is, and may come before what is held back of the others.
 *
 * What a call returns or throws is not an event, and is not touched.
 *
 * @throws {@link InvalidArgumentError} when the policy is wrong.
 *
 * @example
 * redactRuns({ keys: ["password"], patterns: [/sk-[a-z0-9]{20,64}/] });
 */
export function redactRuns(policy: RedactionPolicy): () => void {
  const rules = new RedactionRules(policy);
  const known = new WeakMap<Listener, Listener>();
  return wrapListeners((listener) => {
    let wrapped = known.get(listener);
    if (wrapped === undefined) {
      wrapped = redactListener(listener, rules);
      known.set(listener, wrapped);
    }
    return wrapped;
  });
}

// Each with a redactor of its own, since each hears other events.
function redactListener(listener: Listener, rules: RedactionRules): Listener {
  const redactor = new EventRedactor(rules);
  const handler = wrapListener(listener, {
    filter: undefined,
    choose: (event) => redactor.add(event),
    showRun: (run) => redactor.redactRun(run),
  });
  return new Listener(handler, { isOutermost: listener.isOutermost });
}
