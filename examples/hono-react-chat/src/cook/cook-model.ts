import {
  AIMessageChunk,
  BaseChatModel,
  isHumanMessage,
  type BaseMessage,
  type ModelOptions,
} from "@rivulet/runnables";
import type { Pace } from "./pace.ts";

/**
 * Stands in for a provider's model, so that the example needs no key and no network: it names the recipes that it is given, word
 * by word.
 */
export class CookModel extends BaseChatModel {
  readonly #pace: Pace;

  constructor(pace: Pace) {
    super();
    this.#pace = pace;
  }

  protected override async *_streamResponseChunks(
    messages: readonly BaseMessage[],
    { signal }: ModelOptions,
  ): AsyncGenerator<AIMessageChunk> {
    for (const word of describe(messages).match(/\s*\S+/gu) ?? []) {
      await this.#pace(signal);
      yield new AIMessageChunk(word);
    }
  }
}

function describe(messages: readonly BaseMessage[]): string {
  const [system] = messages;
  const [, found = ""] = /Recipes:\n(.*)/su.exec(system?.text ?? "") ?? [];
  const count = messages.filter(isHumanMessage).length;
  const opening = count > 1 ? `For question ${String(count)}` : "Here";
  return found === "" ? `${opening} I know of no recipe.` : `${opening} is what I know.\n${found}`;
}
