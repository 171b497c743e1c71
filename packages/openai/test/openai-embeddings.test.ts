import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidArgumentError } from "@rivulet/core";
import { OpenAIEmbeddings, type OpenAIEmbeddingsFields } from "@rivulet/openai";
import { EventRecorder } from "@rivulet/testing";
import { openaiEmbeddings, openaiError, type ProviderServer } from "@rivulet/testing/providers";
import { recording, secretKey, withServer } from "./support/with-server.ts";

function embeddingsOf(
  server: ProviderServer,
  fields: OpenAIEmbeddingsFields = {},
): OpenAIEmbeddings {
  const configuration = { baseURL: server.openaiBaseUrl };
  return new OpenAIEmbeddings({ apiKey: secretKey, maxRetries: 0, configuration, ...fields });
}

/** A server that answers with any JSON. */
async function startAnswering(answer: () => unknown): Promise<{
  readonly fields: OpenAIEmbeddingsFields;
  close(): Promise<unknown>;
}> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const baseURL = `http://127.0.0.1:${String(port)}/v1`;
  return {
    fields: { apiKey: secretKey, maxRetries: 0, configuration: { baseURL } },
    close: () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      return closed;
    },
  };
}

const texts = Array.from({ length: 5 }, (_, at) => `text ${String(at)}`);

describe("OpenAIEmbeddings", () => {
  it("reads a recorded answer", async () => {
    await withServer(async (server) => {
      server.respondWith(recording("embeddings", "embeddings"));
      const { data } = JSON.parse(
        recording("embeddings", "embeddings").toBody?.({} as never) ?? "",
      ) as { data: { embedding: number[] }[] };
      const inputs = data.map((_, at) => `text ${String(at)}`);

      const vectors = await embeddingsOf(server, { encodingFormat: "float" }).embedDocuments(
        inputs,
      );

      expect(vectors).toEqual(data.map(({ embedding }) => embedding));
    });
  });

  it("sends batches, a few at a time, and gives the vectors in the order of the texts", async () => {
    await withServer(async (server) => {
      for (let batch = 0; batch < 3; batch += 1) server.respondWith(openaiEmbeddings());
      const whole = embeddingsOf(server, { batchSize: 2, maxConcurrency: 2, dimensions: 8 });

      const vectors = await whole.embedDocuments(texts);

      const inputs = server.requests.map(({ body }) => body["input"]);
      expect(inputs).toHaveLength(3);
      expect(inputs).toEqual(
        expect.arrayContaining([texts.slice(0, 2), texts.slice(2, 4), texts.slice(4)]),
      );
      expect(server.requests[0]?.body).toMatchObject({
        model: "text-embedding-3-small",
        dimensions: 8,
      });
      server.respondWith(openaiEmbeddings());
      const fifth = await embeddingsOf(server, { dimensions: 8 }).embedQuery("text 4");
      expect(vectors).toHaveLength(5);
      expect(vectors[4]).toEqual(fifth);
    });
  });

  it("is one run, with its facts", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiEmbeddings({ dimensions: 4 }));
      const recorder = new EventRecorder();

      await embeddingsOf(server, { model: "text-embedding-3-large", dimensions: 4 }).embedQuery(
        "Hi\nthere",
        { callbacks: [recorder] },
      );

      expect(recorder.names()).toEqual(["on_embedding_start", "on_embedding_end"]);
      expect(recorder.events[0]?.metadata).toMatchObject({
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "text-embedding-3-large",
        "gen_ai.embeddings.dimension.count": 4,
      });
      expect(server.requests[0]?.body).toMatchObject({ input: ["Hi\nthere"] });
    });
  });

  it("ends the other batches when one fails", async () => {
    await withServer(async (server) => {
      server
        .respondWith(openaiEmbeddings(), { stallAt: "headers" })
        .respondWith(openaiError({ status: 500 }));
      const embeddings = embeddingsOf(server, { batchSize: 1, maxConcurrency: 2 });

      await expect(embeddings.embedDocuments(texts)).rejects.toMatchObject({
        code: "PROVIDER_SERVER",
      });

      expect(server.requests).toHaveLength(2);
    });
  });

  it.each<[string, OpenAIEmbeddingsFields]>([
    ["nothing is asked for", {}],
    ["base64 is asked for", { encodingFormat: "base64" }],
    ["numbers are asked for", { encodingFormat: "float" }],
  ])("reads numbers and base64 as the same vectors, where %s", async (_what, fields) => {
    const vector = [0.5, -1, 0.25];
    const base64 = Buffer.from(Float32Array.from(vector).buffer).toString("base64");
    const answers: unknown[] = [vector, base64];
    // Servers that only speak the format send numbers, whatever is asked for.
    const server = await startAnswering(() => ({ data: [{ embedding: answers.shift() }] }));
    const embeddings = new OpenAIEmbeddings({ ...fields, ...server.fields });
    expect(await embeddings.embedQuery("a")).toEqual(vector);
    expect(await embeddings.embedQuery("a")).toEqual(vector);
    await server.close();
  });

  it.each<[string, unknown]>([
    ["empty", []],
    ["no list", null],
    ["of words", [1, "x"]],
    ["of base64 that was cut", "AAA="],
    ["no base64", "?"],
    ["of a number that is none", Buffer.from([0, 0, 0xc0, 0x7f]).toString("base64")],
  ])("fails where a vector is %s", async (_what, embedding) => {
    const server = await startAnswering(() => ({ data: [{ index: 0, embedding }] }));
    await expect(new OpenAIEmbeddings(server.fields).embedQuery("a")).rejects.toMatchObject({
      code: "PROVIDER_STREAM",
      message: expect.stringContaining("none of its API's") as string,
    });
    await server.close();
  });

  it("fails where vectors are missing", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiEmbeddings({ vectors: [[1]] }));
      await expect(embeddingsOf(server).embedDocuments(["a", "b"])).rejects.toMatchObject({
        code: "PROVIDER_STREAM",
        message: "openai gave 1 vectors for 2 texts; try again, or check the server at baseURL.",
        requestId: "req_000001",
      });
    });
  });

  it("makes no request for no texts", async () => {
    await withServer(async (server) => {
      expect(await embeddingsOf(server).embedDocuments([])).toEqual([]);
      expect(server.requests).toEqual([]);
    });
  });

  it("makes blanks of line breaks where it is told to", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiEmbeddings());
      await embeddingsOf(server, { stripNewLines: true }).embedQuery("a\nb");
      expect(server.requests[0]?.body).toMatchObject({ input: ["a b"] });
    });
  });

  it.each([0, -1, 1.5])("refuses %s as a batch size", (batchSize) => {
    expect(() => new OpenAIEmbeddings({ apiKey: secretKey, batchSize })).toThrow(
      InvalidArgumentError,
    );
  });
});
