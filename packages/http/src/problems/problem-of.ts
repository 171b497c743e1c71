import { HttpProblemError } from "./http-problem-error.ts";

/** Told of what went wrong inside a handler; the client sees no more than that something did. */
export type HandlerErrorReporter = (error: unknown) => void;

/** The answer to a failure: its own where it is a problem, else one that says nothing of what went wrong. Never throws. */
export function toProblemResponse(error: unknown, report: HandlerErrorReporter): Response {
  try {
    if (error instanceof HttpProblemError) return error.toResponse();
    report(error);
  } catch (failure) {
    // A problem that is no HTTP, or a report that fails: of that only the process can be told.
    warnOfError(failure);
  }
  return new HttpProblemError({
    status: 500,
    title: "The server failed",
    detail: "The request could not be answered; try again later.",
  }).toResponse();
}

/** Reports by `console.warn`, as a listener's failure is. */
export function warnOfError(error: unknown): void {
  console.warn("A request to a Rivulet handler failed:", error);
}
