import { tracingChannel } from "node:diagnostics_channel";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { configure, EventCollector, observeRuns } from "@rivulet/core";
import { enableDebug, hook, runChannelName } from "@rivulet/core/debug";
import {
  groupByRun,
  redact,
  redactRuns,
  sample,
  throttleChunks,
  toRunTree,
  withUsage,
} from "@rivulet/core/operators";
import { StringOutputParser, type Runnable } from "@rivulet/runnables";
import { checkForLeaks, ScriptedChatModel } from "@rivulet/testing";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as NodeJS.GCFunction;

const chain: Runnable<unknown, unknown> = new ScriptedChatModel({ chunks: ["Hel", "lo"] }).pipe(
  new StringOutputParser(),
);

beforeEach(() => {
  globalThis.gc = gc;
});

afterEach(() => {
  Reflect.set(globalThis, "gc", undefined);
  configure({ callbacks: [] });
});

/** Somebody who listens: known by the listener, and taken away by what is returned. */
type Listen = (listener: () => void) => () => void;

const nothing = (): void => undefined;
const policy = { patterns: [/sk-\w{8}/] };

const listens: readonly (readonly [string, Listen])[] = [
  [
    "a subscriber of the process",
    (listener) => {
      const subscription = observeRuns().subscribe(listener);
      return () => {
        subscription.unsubscribe();
      };
    },
  ],
  [
    "a subscriber behind every operator that remembers",
    (listener) => {
      const subscriptions = [
        observeRuns()
          .pipe(groupByRun())
          .subscribe((group) => group.subscribe(listener)),
        observeRuns().pipe(throttleChunks(0)).subscribe(listener),
        observeRuns().pipe(withUsage()).subscribe(listener),
        observeRuns()
          .pipe(toRunTree({ maxFinishedRoots: 0 }))
          .subscribe(listener),
      ];
      return () => {
        for (const subscription of subscriptions) subscription.unsubscribe();
      };
    },
  ],
  ["a hook", (listener) => hook({}, { onStart: listener, onEnd: listener })],
  ["debug lines", (listener) => enableDebug({ namespaces: "rivulet:*", write: listener })],
  [
    "the tracing channel",
    (listener) => {
      const { start } = tracingChannel(runChannelName);
      start.subscribe(listener);
      return () => {
        start.unsubscribe(listener);
      };
    },
  ],
  [
    "redacted and sampled handlers behind a redaction of the process",
    (listener) => {
      const handler = { on_event: listener };
      configure({ callbacks: [redact(handler, policy), sample(handler, { keepErrors: true })] });
      const stopRedacting = redactRuns(policy);
      return () => {
        stopRedacting();
        configure({ callbacks: [] });
      };
    },
  ],
];

async function isCollected(reference: WeakRef<object>): Promise<boolean> {
  for (let round = 0; round < 10; round += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    gc();
    if (reference.deref() === undefined) return true;
  }
  return false;
}

describe.each(listens)("%s", (_what, listen) => {
  it("keeps nothing of runs that are over", async () => {
    let stop = nothing;
    await checkForLeaks(async () => {
      stop = listen(nothing);
      await chain.invoke("hi");
      for await (const _ of chain.streamEvents("hi")) break;
    });
    stop();
  });

  it("is let go when it is taken away", async () => {
    const use = async (): Promise<WeakRef<object>> => {
      let count = 0;
      const listener = (): void => {
        count += 1;
      };
      const stop = listen(listener);
      await chain.invoke("hi");
      stop();
      return new WeakRef(listener);
    };
    const reference = await use();
    // Who listens is looked up by the next run.
    await chain.invoke("hi");
    expect(await isCollected(reference)).toBe(true);
  });
});

it("the listeners of a component keep nothing of its runs", async () => {
  await checkForLeaks(async () => {
    const listened = chain.withListeners({ onStart: nothing, onChunk: nothing, onEnd: nothing });
    await listened.invoke("hi");
    for await (const _ of listened.stream("hi")) break;
  });
});

it("a collector keeps nothing of runs, also one whose loop was left", async () => {
  const collector = new EventCollector();
  await checkForLeaks(async () => {
    const loop = collector[Symbol.asyncIterator]();
    await chain.invoke("hi", { callbacks: [collector] });
    await loop.return?.();
  });
  collector.complete();
});
