import { observeRuns } from "@rivulet/core";
import { collectGarbage } from "./collect-garbage.ts";
import { LeakError } from "./leak-error.ts";
import { LeakWatch } from "./leak-watch.ts";

/** What a leak check looks for. */
export interface LeakCheckOptions {
  /**
   * Whether to look for ended runs and events that are still reachable. Default `true`; nothing is looked for where the
   * garbage collector cannot be called (`node --expose-gc`).
   */
  readonly retained?: boolean;
}

/** A leak check that is under way. */
export interface LeakCheck {
  /**
   * Ends the check; the runs that start later are not its affair. Further calls do nothing.
   *
   * @throws {@link LeakError} when a run that started since is still open, or an ended one still reachable.
   */
  finish(): Promise<void>;
  /** Ends the check without a look at what it found. */
  abandon(): void;
}

/**
 * Starts to watch every run of the process: for a `beforeEach`, with `finish` in the `afterEach`. While it watches, runs are
 * observed, as by any process-wide listener: models that are invoked stream their tokens into events.
 *
 * A look for what is retained sees what the test holds on purpose as well, such as a recorder: let go of it before, or
 * leave it away by `{ retained: false }`.
 */
export function createLeakCheck(options: LeakCheckOptions = {}): LeakCheck {
  let watch: LeakWatch | undefined = new LeakWatch();
  const subscription = observeRuns().subscribe((event) => watch?.see(event));
  const stop = (): LeakWatch | undefined => {
    const stopped = watch;
    watch = undefined;
    subscription.unsubscribe();
    return stopped;
  };
  return {
    async finish() {
      const stopped = stop();
      if (stopped === undefined) return;
      const isGone = (): boolean => stopped.report().retainedRuns.length === 0;
      const canTell = options.retained !== false && (await collectGarbage(isGone));
      const found = stopped.report();
      const report = canTell ? found : { ...found, retainedRuns: [], retainedEventCount: 0 };
      if (report.openRuns.length + report.retainedRuns.length > 0) throw new LeakError(report);
    },
    abandon: stop,
  };
}

/**
 * Runs `body`, and checks that when it is over no run that started meanwhile is open, and nothing of those that ended is
 * retained; see {@link createLeakCheck}. Resolves with what the body returns.
 *
 * @throws {@link LeakError} when something leaked; what `body` throws, when it does.
 *
 * @example
 * await checkForLeaks(async () => {
 *   for await (const chunk of chain.stream(input)) break;
 * });
 */
export async function checkForLeaks<Result>(
  body: () => Result | PromiseLike<Result>,
  options: LeakCheckOptions = {},
): Promise<Result> {
  const check = createLeakCheck(options);
  let result: Result;
  try {
    result = await body();
  } catch (error) {
    check.abandon();
    throw error;
  }
  await check.finish();
  return result;
}
