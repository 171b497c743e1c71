import { RivuletError } from "@rivulet/core";

/** Requests came in that the test had prepared no answer for, or one that failed; `problems` has a sentence for each. */
export class ProviderServerError extends RivuletError {
  readonly code = "UNEXPECTED_REQUEST";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
