import { EventStream } from "@rivulet/core";
import { linkSignal, settle } from "@rivulet/core/runtime";
import type { StreamEvent } from "@rivulet/runnables";
import { checkCount } from "../util/check-options.ts";
import type { ConnectEventsOptions } from "./connect-events-options.ts";
import { toLocalPredicate } from "./event-filter-parameters.ts";
import { EventsClient } from "./events-client.ts";
import { EventsRequest } from "./events-request.ts";

/**
 * The events of a run on a server, as if it ran here: an `EventStream`, so that every operator works on it. For browsers and
 * Node; it connects with its first consumer, and leaving it ends the connection.
 *
 * A connection that is lost is made anew, after the pause that the server asks for, twice as long after each failure, and the
 * events go on where they stopped, none lost and none twice. Where the server has not kept what comes next, `onReset` is told.
 * `.output` is what the run's own end event says; `undefined` where a filter leaves that out.
 *
 * @throws {@link InvalidArgumentError} when the address or an option is wrong.
 *
 * @example
 * const events = connectEvents("https://example.com/chat", { input: { topic: "parrot" }, filter: { includeTypes: ["tool"] } });
 * for await (const event of events) console.log(event.event, event.name);
 */
export function connectEvents<Output = unknown>(
  url: string | URL,
  options: ConnectEventsOptions = {},
): EventStream<Output, StreamEvent> {
  toLocalPredicate(options.filter);
  const { maxRetries = 0, maxRetryDelayMs = 0 } = options;
  if (maxRetries !== Infinity) checkCount("maxRetries", maxRetries, 0);
  checkCount("maxRetryDelayMs", maxRetryDelayMs, 0);
  const request = new EventsRequest(url, options);
  const { highWaterMark } = options;
  return new EventStream<Output, StreamEvent>(
    {
      start: (handlers, scope) => {
        if (options.signal !== undefined) linkSignal(scope, options.signal);
        const reading = new EventsClient(request, options, { handlers, scope }).run();
        // A server that does not answer holds nobody who leaves.
        return settle(reading as Promise<Output>, scope);
      },
    },
    { highWaterMark },
  );
}
