import { context, propagation, trace, type Tracer } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-node";

/** Runs `body` with OpenTelemetry's AsyncLocalStorage on; gives how many starts and ends of spans were seen meanwhile. */
export type ObserveSpans = (body: (tracer: Tracer) => Promise<void>) => Promise<number>;

/** Spans with a processor that counts their starts and ends: the least that a listener is. */
export function countedSpans(): ObserveSpans {
  let events = 0;
  const processor: SpanProcessor = {
    onStart: () => {
      events += 1;
    },
    onEnd: () => {
      events += 1;
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const provider = new NodeTracerProvider({ spanProcessors: [processor] });
  return async (body) => {
    await withContextManager(provider, body);
    return events;
  };
}

/** Spans that are exported to memory when they end; each counts as a start and an end. */
export function exportedSpans(): ObserveSpans {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  return async (body) => {
    await withContextManager(provider, body);
    await provider.forceFlush();
    return exporter.getFinishedSpans().length * 2;
  };
}

// On only while its own side runs: in Node 20 every AsyncLocalStorage that is on makes every promise of the process dearer.
async function withContextManager(
  provider: NodeTracerProvider,
  body: (tracer: Tracer) => Promise<void>,
): Promise<void> {
  provider.register();
  try {
    await body(provider.getTracer("bench"));
  } finally {
    context.disable();
    trace.disable();
    propagation.disable();
  }
}

/** A function that makes each of its calls a span. */
export function spanned<Value>(
  tracer: Tracer,
  name: string,
  call: (value: Value) => Value,
): (value: Value) => Value {
  return (value) =>
    tracer.startActiveSpan(name, (span) => {
      try {
        return call(value);
      } finally {
        span.end();
      }
    });
}

/** An asynchronous function that makes each of its calls a span. */
export function spannedLater<Value>(
  tracer: Tracer,
  name: string,
  call: (value: Value) => Promise<Value>,
): (value: Value) => Promise<Value> {
  return (value) =>
    tracer.startActiveSpan(name, async (span) => {
      try {
        return await call(value);
      } finally {
        span.end();
      }
    });
}
