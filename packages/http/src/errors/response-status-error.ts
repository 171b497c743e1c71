import { RivuletError, type RivuletErrorOptions } from "@rivulet/core";

/** What the error says beside its message. */
export interface ResponseStatusErrorOptions extends RivuletErrorOptions {
  readonly status: number;
}

/** A request was answered with a status that counts as a failure, by the option `isFailure`, though nothing was thrown. */
export class ResponseStatusError extends RivuletError {
  readonly code = "RESPONSE_STATUS";
  /** The response's status, such as 503. */
  readonly status: number;

  constructor(message: string, options: ResponseStatusErrorOptions) {
    super(message, options);
    this.status = options.status;
  }
}
