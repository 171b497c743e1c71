/** What is used of the package `debug`. */
export interface DebugPackage {
  /** Whether the patterns in force let a namespace through. */
  enabled(namespace: string): boolean;
  /** Puts other patterns in force, for everybody in the process who uses the package. */
  enable(namespaces: string): void;
  /** The number of a colour, the same for the same text. */
  selectColor(text: string): string | number;
  useColors(): boolean;
  /** Writes one line to standard error. */
  log(line: string): void;
}

/** Where what one channel publishes goes. */
interface Channel {
  publish(message: object): void;
  /** Publishes, and calls `body` with the stores of those who bound one to the channel. */
  runStores<Result>(message: object, body: () => Result): Result;
}

/** What is used of a `TracingChannel` of `node:diagnostics_channel`. */
export interface TracingChannels {
  /** Whether anybody subscribed, or bound a store, to any of them. */
  readonly hasSubscribers: boolean;
  readonly start: Channel;
  readonly end: Channel;
  readonly asyncStart: Channel;
  readonly asyncEnd: Channel;
  readonly error: Channel;
}

/** What debugging needs of the platform; each part may be missing. */
export interface DebugHost {
  /** The environment variable `DEBUG`. */
  readonly debugVariable: string | undefined;
  /** Loads the package `debug`, which reads the variable. Throws when it is not there. */
  readonly loadDebugPackage: (() => DebugPackage) | undefined;
  readonly openTracingChannels: ((name: string) => TracingChannels) | undefined;
  /** A function that calls bodies with everything ambient as it is now. */
  captureContext(): <Result>(body: () => Result) => Result;
  /** Has a function called when the process ends and gives the one that takes it back. */
  readonly onExit: ((listener: () => void) => () => void) | undefined;
  /** Writes to standard error, before it returns. */
  writeError(text: string): void;
}
