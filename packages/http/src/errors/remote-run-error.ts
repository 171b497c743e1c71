import { RivuletError } from "@rivulet/core";

/** A run on a server failed, and nothing more is known of it here than its kind (`remoteCode`): its error stays there. */
export class RemoteRunError extends RivuletError {
  readonly code = "REMOTE_RUN";
  /** The code of the error on the server; `"RUN_FAILED"` where it had none. */
  readonly remoteCode: string;

  constructor(message: string, remoteCode: string) {
    super(message);
    this.remoteCode = remoteCode;
  }
}
