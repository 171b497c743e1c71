import { OpenAI } from "@rivulet/openai";
import { EventRecorder } from "@rivulet/testing";
import { openaiCompletion } from "@rivulet/testing/providers";
import { collect, recording, secretKey, withServer } from "./support/with-server.ts";

describe("OpenAI", () => {
  it("streams the text, and gives the same at once", async () => {
    await withServer(async (server) => {
      const answer = recording("completion-text", "completions");
      server.respondWith(answer).respondWith(answer);
      const configuration = { baseURL: server.openaiBaseUrl };
      const model = new OpenAI({ apiKey: secretKey, configuration });

      const texts = await collect(model.stream("Tell a tale."));

      expect(texts).toEqual(["\n\n", "Once", " upon", " a", " time"]);
      expect(await model.invoke("Tell a tale.")).toBe(texts.join(""));
    });
  });

  it("sends what it was made with, and over it what the call says", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiCompletion({ choices: [{ chunks: ["a"] }, { chunks: ["b"] }] }));
      const model = new OpenAI({
        apiKey: secretKey,
        configuration: { baseURL: server.openaiBaseUrl },
        model: "davinci-002",
        temperature: 0,
        topP: 0.5,
        frequencyPenalty: 0.1,
        presencePenalty: 0.2,
        bestOf: 2,
        stop: ["END"],
        user: "user-1",
        modelKwargs: { n: 2 },
      });
      const recorder = new EventRecorder();

      const text = await model.invoke("Hi", { stop: ["STOP"], seed: 1, callbacks: [recorder] });

      expect(text).toBe("a");
      expect(server.requests[0]?.body).toEqual({
        model: "davinci-002",
        temperature: 0,
        top_p: 0.5,
        max_tokens: 256,
        frequency_penalty: 0.1,
        presence_penalty: 0.2,
        best_of: 2,
        user: "user-1",
        n: 2,
        stop: ["STOP"],
        seed: 1,
        prompt: "Hi",
        stream: true,
      });
      expect(recorder.events[0]?.metadata).toMatchObject({
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "davinci-002",
        "gen_ai.request.stop_sequences": ["STOP"],
      });
    });
  });
});
