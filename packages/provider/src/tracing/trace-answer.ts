import type { CallSource } from "./call-source.ts";
import { isApiStream, requestIdOf } from "./client-shapes.ts";
import { traceStream } from "./trace-stream.ts";
import type { TracedCall } from "./traced-call.ts";

type Source = Pick<CallSource<TracedCall>, "call">;

/** Parses the answer to a call, and tells the call what it is. */
export async function traceAnswer(
  source: Source,
  props: unknown,
  parse: () => unknown,
): Promise<unknown> {
  source.call?.beginParsing(requestIdOf(props));
  try {
    const data = await parse();
    takeAnswer(source, props, data);
    const run = source.call?.run;
    if (run?.isHeld === true) await run.whenReleased();
    return data;
  } catch (error) {
    source.call?.fail(error);
    throw error;
  }
}

/** Tells a call its answer, once: a whole one, or a stream that will be told as it is read. */
export function takeAnswer({ call }: Source, props: unknown, data: unknown): void {
  if (call?.takeAnswer() !== true) return;
  call.beginParsing(requestIdOf(props));
  if (isApiStream(data)) traceStream(data, call);
  else call.answer(data);
}
