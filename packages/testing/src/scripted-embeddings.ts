import { InvalidArgumentError } from "@rivulet/core";
import {
  Embeddings,
  type EmbeddingsFields,
  type RunnableConfig,
  type Vector,
} from "@rivulet/runnables";
import { checkSettings, playScript, type ScriptSettings } from "./script.ts";
import { textToVector } from "./util/text-to-vector.ts";

/** What a scripted embedding model does. `failAt` and `stallAt` count the texts of a call, `delayMs` is per text. */
export interface ScriptedEmbeddingsFields extends EmbeddingsFields, ScriptSettings {
  /** The length of the vectors. Default 32. */
  readonly dimensions?: number;
  /** The vectors of certain texts, given out as they are; every other text gets one that is made of its words. */
  readonly vectors?: Readonly<Record<string, Vector>>;
}

/**
 * An embedding model without a model: a text gets the same vector on every machine and in every run. The vectors have length
 * one, and texts with words in common are near to each other, so that a vector store finds what a reader would expect.
 *
 * @example
 * const store = new MyVectorStore(new ScriptedEmbeddings());
 */
export class ScriptedEmbeddings extends Embeddings {
  readonly #script: ScriptSettings;
  readonly #dimensions: number;
  readonly #vectors: ReadonlyMap<string, Vector>;

  /** @throws {@link InvalidArgumentError} when `dimensions` or a position in the script is none. */
  constructor(fields: ScriptedEmbeddingsFields = {}) {
    super(fields);
    this.#script = checkSettings(fields);
    this.#dimensions = checkDimensions(fields.dimensions ?? 32);
    this.#vectors = new Map(Object.entries(fields.vectors ?? {}));
  }

  protected override async _embed(
    texts: readonly string[],
    config: RunnableConfig,
  ): Promise<readonly Vector[]> {
    const chunks = texts.map(
      (text) => this.#vectors.get(text) ?? textToVector(text, this.#dimensions),
    );
    const vectors: Vector[] = [];
    for await (const vector of playScript({ ...this.#script, chunks }, config))
      vectors.push(vector);
    return vectors;
  }
}

function checkDimensions(dimensions: number): number {
  if (Number.isSafeInteger(dimensions) && dimensions > 0) return dimensions;
  throw InvalidArgumentError.of("dimensions was", dimensions, "the length of a vector, such as 32");
}
