import { EventRecorder } from "@rivulet/testing";
import { openaiChat } from "@rivulet/testing/providers";
import { chatModel, withServer } from "./support/with-server.ts";

describe("ChatOpenAI over Chat Completions", () => {
  it("streams an answer, with what it used in its last chunk", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: ["Hello", " world"] }));

      const recorder = await EventRecorder.from(chatModel(server).streamEvents("Hi"));

      const chunks = recorder.events.flatMap((event) =>
        event.event === "on_chat_model_stream" ? [event.data.chunk] : [],
      );
      expect(chunks.map(({ content }) => content)).toEqual(["Hello", " world", ""]);
      console.log(chunks, recorder.events.at(-1), server.requests[0]?.body);
    });
  });
});
