/** What clients ask a service for, all at the same time. */
export interface Load {
  /** Whose service: a key of `services`. */
  readonly service: string;
  readonly clients: number;
  /** How many events each is told, the start and the end of the run among them. */
  readonly events: number;
  /** How long a run waits after each chunk. */
  readonly pauseMs: number;
  /** Whether all watch one run, in the place of one each. */
  readonly isShared: boolean;
}

/** What the clients saw. All of them had all events, in order. */
export interface ClientsFound {
  /** From the first request to the last answer's end. */
  readonly wallMs: number;
  /** From the making of a chunk to its arrival at a client. */
  readonly latencyMs: { readonly p50: number; readonly p99: number };
}

/** What the server's process says of itself. */
export interface ServerFound {
  /** Resident memory before the first request, and the most that was seen, in megabytes. */
  readonly startMb: number;
  readonly peakMb: number;
  /** What the processor spent since the first request. */
  readonly cpuUs: number;
}

/** What was found of a load. */
export interface LoadFound extends ClientsFound, ServerFound {}

/** Milliseconds since the epoch, with fractions: the same clock in all processes of a machine. */
export function clockMs(): number {
  return performance.timeOrigin + performance.now();
}
