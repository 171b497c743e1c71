import type { MonoTypeOperatorFunction } from "rxjs";
import { createOperatorSubscriber } from "rxjs/internal/operators/OperatorSubscriber";
import { operate } from "rxjs/internal/util/lift";
import type { RunEvent } from "../events/run-event.ts";
import { EventRedactor } from "./event-redactor.ts";
import type { RedactionPolicy } from "./redaction-policy.ts";
import { RedactionRules } from "./redaction-rules.ts";

/**
 * The RxJS operator that redacts events as {@link redact} does, for what is no handler: an `EventStream` on its way to a
 * browser. Put it before every operator that leaves events out: it has to see the ends of runs.
 *
 * @throws {@link InvalidArgumentError} at the call, when the policy is wrong.
 */
export function redactEvents<Event extends RunEvent>(
  policy: RedactionPolicy,
): MonoTypeOperatorFunction<Event> {
  const rules = new RedactionRules(policy);
  return operate((events, subscriber) => {
    const redactor = new EventRedactor(rules);
    const tell = (told: readonly RunEvent[]): void => {
      for (const event of told) subscriber.next(event as Event);
    };
    events.subscribe(
      createOperatorSubscriber(
        subscriber,
        (event) => {
          tell(redactor.add(event));
        },
        () => {
          tell(redactor.end());
          subscriber.complete();
        },
        (error: unknown) => {
          tell(redactor.end());
          subscriber.error(error);
        },
      ),
    );
  });
}
