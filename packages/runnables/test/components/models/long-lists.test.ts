import { AIMessageChunk, BaseChatModel } from "@rivulet/runnables";

let readCount = 0;

/** A piece of a list that counts how often it is looked at. */
function countedPiece(): object {
  return Object.defineProperty({}, "index", {
    enumerable: true,
    get: () => {
      readCount += 1;
      return undefined;
    },
  });
}

class ListingModel extends BaseChatModel {
  readonly #count: number;

  constructor(count: number) {
    super();
    this.#count = count;
  }

  protected override async *_streamResponseChunks(): AsyncIterable<AIMessageChunk> {
    for (let made = 0; made < this.#count; made += 1) {
      yield new AIMessageChunk({
        content: "",
        response_metadata: { logprobs: { content: [countedPiece()] } },
      });
    }
  }
}

// Such as the log probabilities of tokens, citations and annotations.
it("adds up lists that grow with each chunk in linear time", async () => {
  const count = 10_000;
  readCount = 0;
  const { response_metadata: facts } = await new ListingModel(count).invoke("Hi");
  const { content } = facts["logprobs"] as { content: unknown[] };
  expect(content).toHaveLength(count);
  expect(readCount).toBeLessThan(20 * count);
});
