import type { CallbackHandler } from "@rivulet/core";
import {
  RunnableAssign,
  RunnableLambda,
  RunnableParallel,
  type Runnable,
  type RunnableConfig,
} from "@rivulet/runnables";
import { collect } from "../support/collect.ts";
import { failureOf } from "../support/record.ts";

type Chain = Runnable<Record<string, unknown>, unknown>;

const consumers: readonly (readonly [
  string,
  (chain: Chain, config: RunnableConfig) => Promise<unknown>,
])[] = [
  ["invoke", (chain, config) => chain.invoke({}, config)],
  ["stream", (chain, config) => collect(chain.stream({}, config))],
  ["streamEvents", (chain, config) => collect(chain.streamEvents({}, config))],
];

const failing = RunnableLambda.from((): string => {
  throw new Error("no");
});

const failures: readonly (readonly [string, Chain])[] = [
  ["a lambda", failing],
  ["a sequence", failing.pipe((text) => text)],
  ["a map", RunnableParallel.from({ part: failing })],
  ["an assign", new RunnableAssign({ part: failing })],
  ["a retry", failing.withRetry({ stopAfterAttempt: 1 })],
  ["fallbacks", failing.withFallbacks([failing])],
];

/** A handler whose work at the end of a run never ends. */
function hangingAtEnd(): CallbackHandler {
  return { awaited: true, on_chain_end: () => new Promise<void>(() => undefined) };
}

describe.each(consumers)("an awaited listener, with %s", (_name, consume) => {
  it.each(failures)("is waited for at each error of %s", async (_kind, chain) => {
    let told = 0;
    let done = 0;
    const handler: CallbackHandler = {
      awaited: true,
      on_chain_error: async () => {
        told += 1;
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        done += 1;
      },
    };

    expect(await failureOf(() => consume(chain, { callbacks: [handler] }))).toMatchObject({
      message: "no",
    });

    expect(told).toBeGreaterThan(0);
    expect(done).toBe(told);
  });

  it("that hangs at the end is left by the abort of the call's signal", async () => {
    const controller = new AbortController();
    const chain: Chain = RunnableLambda.from(() => "done");
    const handler = hangingAtEnd();
    const finished = consume(chain, {
      callbacks: [
        handler,
        {
          on_chain_end: () => {
            setImmediate(() => {
              controller.abort();
            });
          },
        },
      ],
      signal: controller.signal,
    });

    await expect(finished).resolves.toBeDefined();
  });
});
