import { HttpProblemError } from "./http-problem-error.ts";

/** Told of what went wrong inside a handler; the client sees no more than that something did. */
export type HandlerErrorReporter = (error: unknown) => void;

/** The problem that answers a failure: its own where it is one, else one that says nothing of what went wrong. */
export function problemOf(error: unknown, report: HandlerErrorReporter): HttpProblemError {
  if (error instanceof HttpProblemError) return error;
  report(error);
  return new HttpProblemError({
    status: 500,
    title: "The server failed",
    detail: "The request could not be answered; try again later.",
  });
}

/** Reports by `console.warn`, as a listener's failure is. */
export function warnOfError(error: unknown): void {
  console.warn("A request to a Rivulet handler failed:", error);
}
