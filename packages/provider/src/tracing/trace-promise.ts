import { isPromiseLike } from "@rivulet/core";
import { isApiPromise, type ApiPromise } from "./client-shapes.ts";
import { readAlong } from "./read-along.ts";
import { traceAnswer } from "./trace-answer.ts";
import type { TracedCall } from "./traced-call.ts";

/**
 * The promise of a call that tells a run what becomes of it: of the same class as the client's own, and as lazy, so that a body is
 * read when it is asked for, once, and a raw response is handed over unread.
 */
export function tracePromise(promise: unknown, client: object, call: TracedCall): unknown {
  if (isApiPromise(promise)) return traceApiPromise(promise, client, call);
  // No promise of the client's: somebody has put something else in its place.
  if (isPromiseLike(promise))
    void traceAnswer(call, undefined, () => promise).catch(() => undefined);
  else call.answer(promise);
  return promise;
}

function traceApiPromise(promise: ApiPromise, client: object, call: TracedCall): ApiPromise {
  const { responsePromise } = promise;
  const parseResponse = (...props: [client: unknown, props: unknown]): unknown =>
    Reflect.apply(promise.parseResponse, promise, props);
  // First of all who wait, and with a handler: a promise that nobody awaits harms nobody.
  void responsePromise.catch((error: unknown) => {
    call.fail(error);
  });
  const traced = new promise.constructor(client, responsePromise, (...props) =>
    traceAnswer(call, props[1], () => parseResponse(...props)),
  );
  call.watch(traced);
  return watchHandover(traced, {
    onResponse: (response) => {
      call.handOver(response);
    },
    onProps: (props) => {
      if (call.takesStream()) readAlong({ client, props, parseResponse }, call);
    },
  });
}

/** What is to be known of a promise beside its answer. */
interface Handover {
  readonly onResponse: (response: { readonly status: number }) => void;
  readonly onProps: (props: unknown) => void;
}

/** By hidden methods of the object, and not by a class of its own: `constructor` says what it says unwrapped. */
function watchHandover(promise: ApiPromise, handover: Handover): ApiPromise {
  const { asResponse, _thenUnwrap: thenUnwrap, _responseProps: responseProps } = promise;
  hide(promise, "asResponse", async () => {
    const response = await Reflect.apply(asResponse, promise, []);
    handover.onResponse(response);
    return response;
  });
  hide(promise, "_thenUnwrap", (transform: unknown) =>
    watchHandover(Reflect.apply(thenUnwrap, promise, [transform]), handover),
  );
  if (responseProps === undefined) return promise;
  hide(promise, "_responseProps", async () => {
    const props = await Reflect.apply(responseProps, promise, []);
    handover.onProps(props);
    return props;
  });
  return promise;
}

function hide(promise: ApiPromise, name: string, method: unknown): void {
  Reflect.defineProperty(promise, name, { value: method, configurable: true, writable: true });
}
