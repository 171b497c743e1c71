import { ambientRun } from "#platform";
import type { RunEvent } from "../events/run-event.ts";
import { isPromiseLike } from "../util/is-promise-like.ts";
import type { Delivery, ListenerMethod } from "./listener.ts";
import { PendingWork } from "./pending-work.ts";
import { reportListenerError } from "./report-listener-error.ts";

/** The work of listeners, of the whole process, that is not done yet. */
export const listenerWork = new PendingWork();

/** An event on its way: who is to be told, and where the promises of awaited listeners go. */
interface Dispatch {
  readonly event: RunEvent;
  readonly deliveries: readonly Delivery[];
  readonly awaited: PendingWork;
}

const queue: Dispatch[] = [];
let isDelivering = false;

/**
 * Tells an event to listeners: the only place where a listener is called.
 *
 * Delivery is synchronous. An event that a listener causes by starting a run itself waits until the present one has reached
 * everybody, so that all see the same order.
 */
export function dispatch(
  event: RunEvent,
  deliveries: readonly Delivery[],
  awaited: PendingWork,
): void {
  if (isDelivering) {
    queue.push({ event, deliveries, awaited });
    return;
  }
  isDelivering = true;
  // Listeners do not throw here, but the stack may be full.
  try {
    deliverOutsideRuns(event, deliveries, awaited);
    // One by one, so that none is told twice where the stack is full in between.
    while (queue.length > 0) {
      const next = queue.shift() as Dispatch;
      deliverOutsideRuns(next.event, next.deliveries, next.awaited);
    }
  } finally {
    isDelivering = false;
  }
}

function deliverOutsideRuns(
  event: RunEvent,
  deliveries: readonly Delivery[],
  awaited: PendingWork,
): void {
  if (ambientRun.isAbsent()) deliver(event, deliveries, awaited);
  else
    ambientRun.run(undefined, () => {
      deliver(event, deliveries, awaited);
    });
}

/** Tells an event to listeners at once: for {@link dispatch}, and for a listener that stands before another. Never throws. */
// By index: a `for of` around what may throw cost 60 ns an event.
export function deliver(
  event: RunEvent,
  deliveries: readonly Delivery[],
  awaited: PendingWork,
): void {
  for (let index = 0; index < deliveries.length; index += 1) {
    const delivery = deliveries[index];
    if (delivery === undefined || !isWanted(event, delivery)) continue;
    if (delivery.own !== undefined) tell(event, delivery, delivery.own, awaited);
    if (delivery.onEvent !== undefined) tell(event, delivery, delivery.onEvent, awaited);
  }
}

function isWanted(event: RunEvent, { where, handler }: Delivery): boolean {
  if (where === undefined) return true;
  try {
    return where(event);
  } catch (error) {
    reportListenerError(error, { handler, event }, handler);
    return false;
  }
}

// oxlint-disable-next-line max-params -- the parts of one delivery, on the hot path: no object is made to carry them.
function tell(
  event: RunEvent,
  delivery: Delivery,
  method: ListenerMethod,
  awaited: PendingWork,
): void {
  const { handler } = delivery;
  try {
    const work = method.call(handler, event);
    if (work !== undefined && isPromiseLike(work)) track(work, event, delivery, awaited);
  } catch (error) {
    reportListenerError(error, { handler, event }, handler);
  }
}

// oxlint-disable-next-line max-params -- the parts of one delivery, on the hot path: no object is made to carry them.
function track(
  work: PromiseLike<unknown>,
  event: RunEvent,
  delivery: Delivery,
  awaited: PendingWork,
): void {
  const done = Promise.resolve(work).then(undefined, (error: unknown) => {
    reportListenerError(error, { handler: delivery.handler, event }, delivery.handler);
  });
  listenerWork.add(done);
  if (delivery.isAwaited) awaited.add(done);
}
