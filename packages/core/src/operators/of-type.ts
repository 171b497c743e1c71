import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { eventName, runPhases, type RunEventName } from "../events/event-name.ts";
import { isRunType, type RunType } from "../events/run-type.ts";
import { ofEvent, type OfEventOperator } from "./of-event.ts";

/**
 * Keeps what the runs of these types tell at their phases, and narrows the type of the events. Custom events are left out:
 * they say nothing of the type of the run that sent them.
 *
 * @throws {@link InvalidArgumentError} at the call, when a type is unknown.
 *
 * @example
 * observeRuns().pipe(ofType("tool", "retriever")).subscribe((event) => console.log(event.event, event.name));
 */
export function ofType<Type extends RunType>(
  ...types: readonly Type[]
): OfEventOperator<RunEventName<Type>> {
  for (const type of types) {
    if (isRunType(type)) continue;
    throw InvalidArgumentError.of("ofType() was given", type, 'run types such as "tool"');
  }
  const names = types.flatMap((type) => runPhases.map((phase) => eventName(type, phase)));
  return ofEvent(...names) as OfEventOperator<RunEventName<Type>>;
}
