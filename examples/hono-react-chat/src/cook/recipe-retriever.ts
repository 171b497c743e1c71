import { BaseRetriever, Document, type RunnableConfig } from "@rivulet/runnables";
import type { Pace } from "./pace.ts";

const recipes = [
  { name: "Shakshuka", text: "eggs poached in tomatoes, peppers and cumin" },
  { name: "Dal", text: "red lentils with ginger, cumin and browned onions" },
  { name: "Ribollita", text: "beans, black cabbage and old bread, cooked twice" },
  { name: "Pisto", text: "peppers, courgettes and tomatoes, slowly stewed" },
];

/** Finds the recipes that have a word of the question in them. */
export class RecipeRetriever extends BaseRetriever {
  readonly #pace: Pace;

  constructor(pace: Pace) {
    super();
    this.#pace = pace;
  }

  protected override async _getRelevantDocuments(
    query: string,
    { signal }: RunnableConfig,
  ): Promise<readonly Document[]> {
    await this.#pace(signal);
    const words = query.toLowerCase().match(/\p{L}{5,}/gu) ?? [];
    return recipes
      .filter(({ name, text }) =>
        words.some((word) => `${name} ${text}`.toLowerCase().includes(word)),
      )
      .map(
        ({ name, text }) => new Document({ pageContent: `${name}: ${text}.`, metadata: { name } }),
      );
  }
}
