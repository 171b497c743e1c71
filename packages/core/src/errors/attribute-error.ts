import { RivuletError } from "./rivulet-error.ts";

/** Says in a Rivulet error which run it belongs to, where it does not say so itself: the innermost one that failed with it. */
export function attributeError(
  error: unknown,
  run: { readonly id: string; readonly name: string },
): void {
  if (!RivuletError.isInstance(error) || error.run_id !== undefined || Object.isFrozen(error))
    return;
  if (error.run_name !== undefined && error.run_name !== run.name) return;
  Object.assign(error, { run_id: run.id, run_name: run.name });
}
