import { RivuletError } from "@rivulet/core";

/** The client left before the response had ended; it is the reason that the request's run is cancelled with. */
export class ClientDisconnectedError extends RivuletError {
  readonly code = "CLIENT_DISCONNECTED";
}
