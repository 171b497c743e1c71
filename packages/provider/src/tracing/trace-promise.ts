import { isPromiseLike } from "@rivulet/core/runtime";
import type { CallSource } from "./call-source.ts";
import { isApiPromise, type ApiPromise, type ParseResponse } from "./client-shapes.ts";
import { readAlong } from "./read-along.ts";
import { takeAnswer, traceAnswer } from "./trace-answer.ts";
import type { TracedCall } from "./traced-call.ts";

/**
 * Makes the promise of a call tell a run what becomes of it. The promise was made for this call and stays the same object, as lazy as
 * it was: a body is read when it is asked for, once, and a raw response is handed over unread.
 */
export function tracePromise(
  promise: unknown,
  client: object,
  source: CallSource<TracedCall>,
): void {
  if (isApiPromise(promise)) {
    const { responsePromise } = promise;
    // First of all who wait, and with a handler: a promise that nobody awaits harms nobody.
    void responsePromise.catch((error: unknown) => {
      source.call?.fail(error);
    });
    source.watch(promise);
    void traceReading(promise, client, source);
    // No promise of the client's: somebody has put something else in its place.
  } else if (isPromiseLike(promise)) {
    void traceAnswer(source, undefined, () => promise).catch(() => undefined);
  } else source.call?.answer(promise);
}

/** All ways to what the promise will give: by hidden methods of the object, so that it is of its own class and looks as it did. */
function traceReading(
  promise: ApiPromise,
  client: object,
  source: CallSource<TracedCall>,
): ApiPromise {
  const { parseResponse, asResponse, _thenUnwrap: thenUnwrap } = promise;
  const parse: ParseResponse = (...given) => Reflect.apply(parseResponse, promise, given);
  hide(promise, "parseResponse", (...given: Parameters<ParseResponse>) =>
    traceAnswer(source, given[1], () => parse(...given)),
  );
  hide(promise, "asResponse", async () => {
    const response = await Reflect.apply(asResponse, promise, []);
    source.call?.handOver(response);
    return response;
  });
  // Seen before it is transformed: a transformation may put another stream in the place of the answer.
  hide(promise, "_thenUnwrap", (transform: Transform) => {
    const seen: Transform = (data, props) => {
      takeAnswer(source, props, data);
      return transform(data, props);
    };
    return traceReading(Reflect.apply(thenUnwrap, promise, [seen]), client, source);
  });
  traceProps(promise, (props) => {
    const { call } = source;
    if (call?.takesStream() === true) readAlong({ client, props, parseResponse: parse }, call);
  });
  return promise;
}

type Transform = (data: unknown, props: unknown) => unknown;

function traceProps(promise: ApiPromise, onProps: (props: unknown) => void): void {
  const { _responseProps: responseProps } = promise;
  if (responseProps === undefined) return;
  hide(promise, "_responseProps", async () => {
    const props = await Reflect.apply(responseProps, promise, []);
    onProps(props);
    return props;
  });
}

/** A property that is there stays as visible as it is. */
function hide(promise: ApiPromise, name: string, method: unknown): void {
  const known = Object.hasOwn(promise, name);
  const attributes = known ? {} : { configurable: true, writable: true };
  Reflect.defineProperty(promise, name, { value: method, ...attributes });
}
