import { langserveHandler, type ServedRunnable } from "@rivulet/http";
import { RunnableGenerator, RunnableLambda } from "@rivulet/runnables";
import { RemoteRunnable } from "langchain-core-0.3/runnables/remote";
import { HttpServer } from "../support/http-server.ts";

let server: HttpServer;
const reported: unknown[] = [];

afterEach(async () => {
  await server.close();
  reported.length = 0;
});

async function serve(
  runnable: ServedRunnable,
): Promise<RemoteRunnable<unknown, unknown, Record<string, unknown>>> {
  const onError = (error: unknown): void => void reported.push(error);
  server = await HttpServer.start(langserveHandler(runnable, { onError }));
  return new RemoteRunnable({ url: `${server.url}/joke` });
}

const loud = new RunnableLambda({
  func: (word: string, { tags = [], runName = "" }) => `${runName}${tags.join()}:${word}`,
});
const failing = new RunnableLambda({
  func: (word: string): string => {
    if (word === "bad") throw new Error("hunter2");
    return word;
  },
});

describe("a batch of the RemoteRunnable of LangChain.js", () => {
  it("has a config for each item", async () => {
    const remote = await serve(loud);
    const configs = [{ tags: ["a"] }, { tags: ["b", "c"] }];
    expect(await remote.batch(["x", "y"], configs)).toEqual(["a:x", "b,c:y"]);
  });

  it("may be empty", async () => {
    expect(await (await serve(loud)).batch([])).toEqual([]);
  });

  it("fails as a whole; that client has no returnExceptions", async () => {
    const remote = await serve(failing);
    await expect(remote.batch(["good", "bad"])).rejects.toThrow(/^500 Error: (?!.*hunter2)/u);
    const options = { returnExceptions: true } as const;
    await expect(remote.batch(["good"], {}, options)).rejects.toThrow("returnExceptions");
    expect(reported.map(String)).toEqual(["Error: hunter2"]);
  });
});

describe.each(["v1", "v2"] as const)("streamEvents %s of that client", (version) => {
  it("fails as the run fails, with the events before", async () => {
    const remote = await serve(failing);
    const told: string[] = [];
    const read = async (): Promise<void> => {
      for await (const { event } of remote.streamEvents("bad", { version })) told.push(event);
    };
    await expect(read()).rejects.toThrow("Internal Server Error");
    expect(told).toContain("on_chain_start");
    expect(told).not.toContain("on_chain_end");
    expect(reported.map(String)).toEqual(["Error: hunter2"]);
  });

  it("cancels the run when it is left in its midst", async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const remote = await serve(
      new RunnableGenerator<unknown, string>(async function* wait(_input, { signal }) {
        try {
          yield "one";
          await new Promise((resolve) => signal?.addEventListener("abort", resolve));
        } finally {
          end();
        }
      }),
    );
    const client = new AbortController();
    const read = async (): Promise<void> => {
      for await (const { event } of remote.streamEvents("x", { version, signal: client.signal }))
        if (event.endsWith("_stream")) client.abort();
    };
    await read().catch(() => undefined);
    await ended;
    expect(reported).toEqual([]);
  });
});
