import { isPromiseLike } from "@rivulet/core";
import { isApiPromise, isApiStream, requestIdOf, type ApiPromise } from "./client-shapes.ts";
import { traceStream } from "./trace-stream.ts";
import type { TracedCall } from "./traced-call.ts";

/**
 * The promise of a call that tells a run what becomes of it: of the same class as the client's own, and as lazy, so that a body is
 * read when it is asked for, once, and a raw response is handed over unread.
 */
export function tracePromise(promise: unknown, client: object, call: TracedCall): unknown {
  if (isApiPromise(promise)) return traceApiPromise(promise, client, call);
  // No promise of the client's: somebody has put something else in its place.
  if (isPromiseLike(promise)) void parse(call, () => promise).catch(() => undefined);
  else call.answer(promise);
  return promise;
}

function traceApiPromise(promise: ApiPromise, client: object, call: TracedCall): ApiPromise {
  const { responsePromise, parseResponse } = promise;
  // First of all who wait, and with a handler: a promise that nobody awaits harms nobody.
  void responsePromise.catch((error: unknown) => {
    call.fail(error);
  });
  const traced = new promise.constructor(client, responsePromise, (...parsed) => {
    call.beginParsing(requestIdOf(parsed[1]));
    return parse(call, () => Reflect.apply(parseResponse, promise, parsed));
  });
  call.watch(traced);
  return watchHandover(traced, call);
}

async function parse(call: TracedCall, parseAnswer: () => unknown): Promise<unknown> {
  const data = await readAnswer(call, parseAnswer);
  if (isApiStream(data)) traceStream(data, call);
  else call.answer(data);
  if (call.run.isHeld) await call.run.whenReleased();
  return data;
}

async function readAnswer(call: TracedCall, parseAnswer: () => unknown): Promise<unknown> {
  try {
    return await parseAnswer();
  } catch (error) {
    call.fail(error);
    throw error;
  }
}

/** By hidden methods of the object, and not by a class of its own: `constructor` says what it says unwrapped. */
function watchHandover(promise: ApiPromise, call: TracedCall): ApiPromise {
  const { asResponse, _thenUnwrap: thenUnwrap } = promise;
  hide(promise, "asResponse", async () => {
    const response = await Reflect.apply(asResponse, promise, []);
    call.handOver(response);
    return response;
  });
  hide(promise, "_thenUnwrap", (transform: unknown) =>
    watchHandover(Reflect.apply(thenUnwrap, promise, [transform]), call),
  );
  return promise;
}

function hide(promise: ApiPromise, name: string, method: unknown): void {
  Reflect.defineProperty(promise, name, { value: method, configurable: true, writable: true });
}
