/** The ways in which a program is traced, or not at all. */
export type Variant = "plain" | "unheard" | "heard";

/** What every request asks for. */
export const path = "/users/1";

/** What a process says first. */
export interface Ready {
  /** Where its service is; `undefined` where it has none, but a handler that it calls itself. */
  readonly port: number | undefined;
}

/** What a process is told. It answers with a {@link Standing}. */
export interface Order {
  /** How often its handler is to be called before. */
  readonly calls: number;
}

/** How a process stands. */
export interface Standing {
  /** How many of the calls that it was told to make were answered as they should be. */
  readonly answered: number;
  /** How often a listener was called, since the process began. */
  readonly events: number;
  /** What the processor has spent on the process so far. */
  readonly spentMs: number;
}
