import * as Effect from "effect/Effect";
import type { Exit } from "effect/Exit";
import * as Tracer from "effect/Tracer";

/** A tracer of Effect that counts the starts and ends of its spans. */
export interface CountedTracer {
  readonly tracer: Tracer.Tracer;
  readonly count: () => number;
}

/** Effect's own spans, with a count of what a listener would be told. */
export function countedTracer(): CountedTracer {
  let events = 0;
  class CountedSpan extends Tracer.NativeSpan {
    override end(endTime: bigint, exit: Exit<unknown, unknown>): void {
      super.end(endTime, exit);
      events += 1;
    }
  }
  const tracer = Tracer.make({
    span: (options) => {
      events += 1;
      return new CountedSpan(options);
    },
  });
  return { tracer, count: () => events };
}

/** Calls a function in a span. */
export function callInSpan<Value>(
  { tracer }: CountedTracer,
  name: string,
  call: () => Value,
): Value {
  return Effect.runSync(Effect.sync(call).pipe(Effect.withSpan(name), Effect.withTracer(tracer)));
}

/** Calls an asynchronous function in a span. */
export function callInSpanLater<Value>(
  { tracer }: CountedTracer,
  name: string,
  call: () => Promise<Value>,
): Promise<Value> {
  return Effect.runPromise(
    Effect.promise(call).pipe(Effect.withSpan(name), Effect.withTracer(tracer)),
  );
}
