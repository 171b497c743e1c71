import { RunnableAssign } from "../../runnable/runnable-assign.ts";
import { RunnableLambda } from "../../runnable/runnable-lambda.ts";
import { RunnableParallel } from "../../runnable/runnable-parallel.ts";
import { RunnablePick } from "../../runnable/runnable-pick.ts";
import { RunnableSequence } from "../../runnable/runnable-sequence.ts";
import type { Runnable } from "../../runnable/runnable.ts";
import type { RunnableLike } from "../../execution/runnable-like.ts";

const name = "StructuredOutput";

/** A model and the parser of its answers as one runnable; with `includesRaw` it gives `{ raw, parsed }`. */
export function withAnswerParser<Input>(
  model: RunnableLike<Input, unknown>,
  parser: Runnable<never, unknown>,
  includesRaw: boolean,
): Runnable<Input, never> {
  if (!includesRaw) return RunnableSequence.from<Input, never>([model, parser], { name });
  const parsed = RunnableSequence.from<never, unknown>([new RunnablePick("raw"), parser]);
  const orNull = parsed.withFallbacks([RunnableLambda.from(() => null)]);
  const raw = RunnableParallel.from<Input, { raw: typeof model }>({ raw: model });
  return RunnableSequence.from<Input, never>([raw, new RunnableAssign({ parsed: orNull })], {
    name,
  });
}
