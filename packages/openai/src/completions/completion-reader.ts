import { createIncompleteStreamError } from "@rivulet/provider";
import type { Completion, CompletionChoice } from "openai/resources/completions";

/** Reads the first choice of what text completion answers, streamed or whole. */
export class CompletionReader {
  readonly #requestId: string | undefined;
  #isFinished = false;

  constructor(requestId?: string) {
    this.#requestId = requestId;
  }

  /** The text of the chunk, empty where it is of another choice or ends the answer. */
  read(chunk: Completion): string {
    let text = "";
    // Servers that only speak the format leave the choices out where they tell the usage, and a text that is empty.
    const choices: readonly Partial<CompletionChoice>[] | null | undefined = chunk.choices;
    for (const choice of choices ?? []) {
      if ((choice.index ?? 0) !== 0) continue;
      text += choice.text ?? "";
      // The API's types say that a streamed choice always has a reason; it has one at its end.
      const reason: string | null | undefined = choice.finish_reason;
      if (reason) this.#isFinished = true;
    }
    return text;
  }

  /** @throws {@link ProviderError} when the stream has ended before the answer had. */
  end(): void {
    if (this.#isFinished) return;
    throw createIncompleteStreamError({
      provider: "openai",
      missing: "finish_reason",
      requestId: this.#requestId,
    });
  }
}
