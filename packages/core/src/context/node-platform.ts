// What the context has of Node: Deno and Bun have it as well.

export { ambientRun, captureAmbient, forgetAbsence, knowAbsence } from "./ambient-run.ts";
export { createRunId } from "./run-id.ts";
export { Pace, Turn } from "./turn.ts";
export { allowManyListeners } from "./unlimited-listeners.ts";
