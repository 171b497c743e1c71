import type { Call } from "./call.ts";
import { feed } from "./feed.ts";
import { OutputSink } from "./output-sink.ts";
import type { RunnableLike } from "./runnable-like.ts";

/** Streams a runnable for the sake of its events, and gives the whole output. */
export function runToOutput<Input, Output>(
  runnable: RunnableLike<Input, Output>,
  input: Input,
  call: Call,
): Promise<Output> {
  const sink = new OutputSink<Output>();
  feed(runnable.connect(sink, call), input, call.context.scope);
  return sink.output;
}
