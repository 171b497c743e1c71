import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { checkForLeaks } from "@rivulet/testing";
import { frameworks } from "../support/services.ts";

// What `--expose-gc` gives: without it the check sees open runs only.
setFlagsFromString("--expose-gc");
globalThis.gc ??= runInNewContext("gc") as NodeJS.GCFunction;

describe.each(frameworks)("$name", ({ start }) => {
  it("keeps nothing of 1,000 requests", async () => {
    const service = await start({});
    const send = async (path: string): Promise<void> => {
      await (await fetch(service.url + path)).text();
    };
    await send("/plain/warm");
    await checkForLeaks(async () => {
      for (let count = 0; count < 1000; count += 50)
        await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            send(index % 5 === 0 ? "/stream/a0" : "/plain/a"),
          ),
        );
    });
    await service.close();
  }, 30_000);

  it("keeps nothing of clients that left", async () => {
    const service = await start({ cancelWork: true });
    await checkForLeaks(async () => {
      for (let count = 0; count < 50; count += 1) {
        const controller = new AbortController();
        const response = await fetch(`${service.url}/endless`, { signal: controller.signal });
        const reader = response.body?.getReader();
        await reader?.read();
        controller.abort();
        await reader?.read().catch(() => undefined);
      }
      await service.close();
    });
  }, 30_000);
});
