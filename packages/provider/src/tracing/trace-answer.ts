import { isApiStream, requestIdOf } from "./client-shapes.ts";
import { traceStream } from "./trace-stream.ts";
import type { TracedCall } from "./traced-call.ts";

/** Parses the answer to a call, and tells the call what it is: a whole one, or a stream that will be told as it is read. */
export async function traceAnswer(
  call: TracedCall,
  props: unknown,
  parse: () => unknown,
): Promise<unknown> {
  call.beginParsing(requestIdOf(props));
  const data = await parseOrFail(call, parse);
  if (isApiStream(data)) traceStream(data, call);
  else call.answer(data);
  if (call.run.isHeld) await call.run.whenReleased();
  return data;
}

async function parseOrFail(call: TracedCall, parse: () => unknown): Promise<unknown> {
  try {
    return await parse();
  } catch (error) {
    call.fail(error);
    throw error;
  }
}
