import {
  AIMessageChunk,
  isHumanMessage,
  isToolMessage,
  ToolCallingChatModel,
  type BaseMessage,
  type ModelOptions,
} from "@rivulet/runnables";
import type { Pace } from "./pace.ts";
import type { Trail } from "./trail.ts";

/**
 * Stands in for a provider's model, so that the example needs no key and no network: it looks for walks, then for the weather
 * where they begin, then it answers, word by word.
 */
export class GuideModel extends ToolCallingChatModel {
  readonly #pace: Pace;

  constructor(pace: Pace) {
    super({ tags: ["embedded"] });
    this.#pace = pace;
  }

  protected override async *_streamResponseChunks(
    messages: readonly BaseMessage[],
    { signal }: ModelOptions,
  ): AsyncGenerator<AIMessageChunk> {
    for (const chunk of answerTo(messages)) {
      await this.#pace(signal);
      yield chunk;
    }
  }
}

function answerTo(messages: readonly BaseMessage[]): readonly AIMessageChunk[] {
  const question = messages.findLast(isHumanMessage)?.text ?? "";
  const results = messages.filter(isToolMessage);
  const trails = results.filter(({ name }) => name === "find_trails").flatMap(readTrails);
  const forecasts = results.filter(({ name }) => name === "weather").map(({ text }) => text);
  if (results.length === 0) {
    return [...say("Let me look at the map. "), callOf("find_trails", 0, { wish: question })];
  }
  if (forecasts.length === 0) {
    const calls = trails.map(({ town }, index) => callOf("weather", index, { town }));
    return [...say("And at the sky.\n\n"), ...calls];
  }
  return say(describe(question, trails, forecasts));
}

function describe(
  question: string,
  trails: readonly Trail[],
  forecasts: readonly string[],
): string {
  const lines = trails.map(
    ({ name, lengthKm, about }, index) =>
      `${name} (${String(lengthKm)} km): ${about}.\nTomorrow in ${forecasts[index] ?? ""}.`,
  );
  return `For “${question}”:\n\n${lines.join("\n\n")}`;
}

// A word and what stands before it is a token.
function say(text: string): readonly AIMessageChunk[] {
  const tokens = text.match(/\s*\S+(\s+$)?/gu) ?? [];
  return tokens.map((token) => new AIMessageChunk(token));
}

function callOf(name: string, index: number, args: object): AIMessageChunk {
  const id = `${name}-${String(index)}`;
  return new AIMessageChunk({
    tool_call_chunks: [{ index, id, name, args: JSON.stringify(args) }],
  });
}

function readTrails({ text }: BaseMessage): readonly Trail[] {
  return JSON.parse(text) as readonly Trail[];
}
