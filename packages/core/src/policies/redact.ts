import type { CallbackHandler } from "../callbacks/callback-handler.ts";
import type { EventFilter } from "../events/event-filter.ts";
import { EventRedactor } from "./event-redactor.ts";
import type { RedactionPolicy } from "./redaction-policy.ts";
import { RedactionRules } from "./redaction-rules.ts";
import { wrapHandler } from "./wrap-handler.ts";

/**
 * Puts a redaction before a handler, whatever it does with its events: each is told as it is, or as a copy without secrets.
 * The original events are not touched; what can't be looked through is replaced, never passed.
 *
 * The handler's `filter` is asked about the run as it is; its `where` and its `around` see what is redacted.
 *
 * @throws {@link InvalidArgumentError} when the policy or the handler is wrong.
 *
 * @example
 * configure({ callbacks: [redact(exporter, { keys: ["password"], patterns: [/sk-[a-z0-9]{20,64}/] })] });
 */
export function redact(handler: CallbackHandler, policy: RedactionPolicy): CallbackHandler {
  const redactor = new EventRedactor(new RedactionRules(policy));
  return wrapHandler(handler, {
    filter: handler.filter === undefined ? undefined : runsOf(handler.filter),
    choose: (event) => redactor.add(event),
    showRun: (run) => redactor.redactRun(run),
  });
}

// A chunk that waits is decided by the end of its run, so all of a run's events have to be heard.
function runsOf(filter: EventFilter): EventFilter {
  const { includeEvents: _included, excludeEvents: _excluded, where: _where, ...runs } = filter;
  return runs;
}
