import type {
  CallbackHandlerOptions,
  EventListener,
  EventOf,
} from "../callbacks/callback-handler.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { RunPhase } from "../events/event-name.ts";
import type { RunShapes, UnknownShapes } from "../events/run-event.ts";
import type { RunType } from "../events/run-type.ts";

type Listen<Type extends RunType, Phase extends RunPhase, Shapes extends RunShapes> = EventListener<
  EventOf<`on_${Type}_${Phase}`, Shapes>
>;

/** What is called at the stations of a run's life: the names that `withListeners` has, and `around`. */
export interface RunHooks<
  Type extends RunType = RunType,
  Shapes extends RunShapes = UnknownShapes,
> extends Pick<CallbackHandlerOptions, "around"> {
  readonly onStart?: Listen<Type, "start", Shapes>;
  readonly onChunk?: Listen<Type, "stream", Shapes>;
  readonly onEnd?: Listen<Type, "end", Shapes>;
  readonly onError?: Listen<Type, "error", Shapes>;
  readonly onCancel?: Listen<Type, "cancel", Shapes>;
}

/** The phase that each listener is for. */
export const phaseOfHook = {
  onStart: "start",
  onChunk: "stream",
  onEnd: "end",
  onError: "error",
  onCancel: "cancel",
} as const satisfies Readonly<Record<string, RunPhase>>;

const names: readonly string[] = [...Object.keys(phaseOfHook), "around"];

/**
 * Checks that hooks are functions, and that there is one: a misspelt name would be a hook that is never called.
 *
 * @throws {@link InvalidArgumentError} when not.
 */
export function checkHooks(hooks: unknown): void {
  if (typeof hooks !== "object" || hooks === null) {
    throw InvalidArgumentError.of("The hooks were", hooks, "an object such as { onEnd }");
  }
  for (const [name, hook] of Object.entries(hooks)) {
    if (hook === undefined || (names.includes(name) && typeof hook === "function")) continue;
    throw InvalidArgumentError.of(
      `The hook ${name} was`,
      hook,
      `functions called ${names.join(", ")}`,
    );
  }
}
