import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { checkForLeaks, LeakError } from "@rivulet/testing";
import { frameworks, type Service } from "../support/services.ts";

// What `--expose-gc` gives: without it the check sees open runs only.
setFlagsFromString("--expose-gc");
globalThis.gc ??= runInNewContext("gc") as NodeJS.GCFunction;

// The text of a `Date` header is kept until its second is over, by a timer that knows what was ambient when the header was
// written: the run of one request, as Node 20 has it.
function leaveDateAway({ server }: Service): void {
  server.prependListener("request", (_request, response) => {
    response.sendDate = false;
  });
}

/** How many runs are reachable after `body`; fails where one is open. */
async function countRetained(body: () => Promise<void>): Promise<number> {
  try {
    await checkForLeaks(body);
    return 0;
  } catch (error) {
    if (!(error instanceof LeakError)) throw error;
    expect(error.report.openRuns).toEqual([]);
    return error.report.retainedRuns.length;
  }
}

describe.each(frameworks)("$name", ({ start }) => {
  it("keeps nothing of 1,000 requests", async () => {
    const service = await start({});
    leaveDateAway(service);
    const send = async (path: string): Promise<void> => {
      await (await fetch(service.url + path)).text();
    };
    await send("/plain/warm");
    const retained = await countRetained(async () => {
      for (let count = 0; count < 1000; count += 50)
        await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            send(index % 5 === 0 ? "/stream/a0" : "/plain/a"),
          ),
        );
      // A connection that is kept alive knows its last request, as Node has it.
      await service.close();
    });
    expect(retained).toBe(0);
  });

  it("keeps nothing of clients that left", async () => {
    let left = 0;
    let hasLeft: () => void;
    const counter = {
      on_chain_cancel: () => {
        left += 1;
        hasLeft();
      },
    };
    const service = await start({ callbacks: [counter], cancelWork: true });
    leaveDateAway(service);
    const retained = await countRetained(async () => {
      for (let count = 0; count < 50; count += 1) {
        const isLeft = new Promise<void>((resolve) => (hasLeft = resolve));
        const controller = new AbortController();
        const response = await fetch(`${service.url}/endless`, { signal: controller.signal });
        const reader = response.body?.getReader();
        await reader?.read();
        controller.abort();
        await expect(reader?.read()).rejects.toThrow();
        await isLeft;
      }
      await service.close();
    });
    expect(left).toBe(50);
    expect(retained).toBe(0);
  });
});
