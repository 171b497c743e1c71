import { openaiEmbeddings, startProviderServer } from "@rivulet/testing/providers";
import { createOpenai } from "./support/provider-calls.ts";

const model = "text-embedding-3-small";

describe("openaiEmbeddings", () => {
  it("gives the same vectors as numbers and as base64", async () => {
    await using server = await startProviderServer({
      respond: () => openaiEmbeddings({ vectors: [[0.5, -0.25], [1]], inputTokens: 7 }),
    });
    const client = createOpenai(server);
    // Without a format the official client asks for base64 itself.
    for (const format of [{}, { encoding_format: "float" as const }]) {
      const { data, usage } = await client.embeddings.create({
        model,
        input: ["a", "b"],
        ...format,
      });
      expect(data.map(({ embedding }) => embedding)).toEqual([[0.5, -0.25], [1]]);
      expect(data.map(({ index }) => index)).toEqual([0, 1]);
      expect(usage).toEqual({ prompt_tokens: 7, total_tokens: 7 });
    }
    expect(server.requests.map(({ body }) => body["encoding_format"])).toEqual(["base64", "float"]);
  });

  it("makes vectors of the words of each input", async () => {
    await using server = await startProviderServer({ respond: () => openaiEmbeddings() });
    const embed = async (
      input: string | string[] | number[] | number[][],
      options: object = {},
    ): Promise<number[][]> => {
      const { data } = await createOpenai(server).embeddings.create({ model, input, ...options });
      return data.map(({ embedding }) => embedding);
    };
    const [one, other] = await embed(["the river", "a mountain"]);
    expect(await embed("the river")).toEqual([one]);
    expect(other).not.toEqual(one);
    expect(one).toHaveLength(32);
    expect((await embed("the river", { dimensions: 8 }))[0]).toHaveLength(8);
    expect(await embed([1, 2])).toHaveLength(1);
    expect(await embed([[1, 2], [3]])).toHaveLength(2);
  });
});
