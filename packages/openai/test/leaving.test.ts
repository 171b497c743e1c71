import { EventRecorder, checkForLeaks } from "@rivulet/testing";
import { openaiChat } from "@rivulet/testing/providers";
import "@rivulet/testing/jest";
import { apiCalls, clientFields } from "./support/api-calls.ts";
import { chatModel, collect, withServer } from "./support/with-server.ts";
import { watchProcess } from "@rivulet/test-support";

watchProcess();

describe("a call that is left", () => {
  it.each(apiCalls)("is cancelled when its own time is over: $api", async ({ answer, invoke }) => {
    await withServer(async (server) => {
      server.respondWith(answer, { stallAt: 1 });
      const recorder = new EventRecorder();

      await expect(
        invoke(clientFields(server), { timeout: 200, callbacks: [recorder] }),
      ).rejects.toMatchObject({ name: "RunTimeoutError" });

      expect(recorder).toObeyRunLaws();
      expect(recorder.names().at(-1)).toMatch(/_cancel$/u);
      // A machine that is busy may have timed it out before the request was sent.
      for (const request of server.requests)
        expect(await server.whenClosed(request)).toMatchObject({ by: "client", isComplete: false });
    });
  });

  it("leaves nothing behind", async () => {
    await withServer(async (server) => {
      const model = chatModel(server);
      await checkForLeaks(async () => {
        server.respondWith(openaiChat({ chunks: ["a", "b"] }), { stallAt: 3 });
        for await (const chunk of model.stream("Hi")) {
          expect(chunk.text).toBe("a");
          break;
        }
        server.respondWith(openaiChat({ chunks: ["a", "b"] }));
        await collect(model.streamEvents("Hi"));
      });
    });
  });

  it("sends no request when it is cancelled before", async () => {
    await withServer(async (server) => {
      const reason = new Error("enough");
      const signal = AbortSignal.abort(reason);

      for (const { invoke } of apiCalls) {
        await expect(invoke(clientFields(server), { signal })).rejects.toBe(reason);
      }

      expect(server.requests).toEqual([]);
    });
  });
});
