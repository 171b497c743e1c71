import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { getCurrentRun } from "@rivulet/core";
import { hook, runChannelName, type RunMessage } from "@rivulet/core/debug";
import {
  RunnableLambda,
  RunnableParallel,
  StringOutputParser,
  chain,
  tool,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { z } from "zod";
import { collect, take } from "../support/collect.ts";

const undo: (() => void)[] = [];

afterEach(() => {
  for (const one of undo.splice(0)) one();
});

const compare = (a: string, b: string): number => a.localeCompare(b, "en");
const channels = tracingChannel<unknown, RunMessage>(runChannelName);

/** Binds a store to the start of runs; each has the names of the runs that it is in. */
function bindPaths(): { readonly store: AsyncLocalStorage<string>; readonly paths: string[] } {
  const store = new AsyncLocalStorage<string>();
  const paths: string[] = [];
  channels.start.bindStore(store, (message) => {
    const path = [store.getStore(), message.name].filter(Boolean).join("/");
    paths.push(path);
    return path;
  });
  undo.push(() => {
    channels.start.unbindStore(store);
  });
  return { store, paths };
}

const search = (seen: string[], store: AsyncLocalStorage<string>) =>
  tool(
    async ({ question }: { question: string }) => {
      await Promise.resolve();
      seen.push(store.getStore() ?? "nothing");
      return `pages about ${question}`;
    },
    { name: "search", description: "searches", schema: z.object({ question: z.string() }) },
  );

function sample(seen: string[], store: AsyncLocalStorage<string>) {
  const pages = search(seen, store);
  return RunnableLambda.from(async function ask(question: string) {
    await Promise.resolve();
    seen.push(store.getStore() ?? "nothing");
    return pages.invoke({ question });
  })
    .pipe(
      RunnableParallel.from({
        answer: new ScriptedChatModel({ name: "model", chunks: ["a", "b"] }).pipe(
          new StringOutputParser(),
        ),
        words: chain(async function* words(_: unknown) {
          seen.push(store.getStore() ?? "nothing");
          yield 1;
          await Promise.resolve();
          seen.push(store.getStore() ?? "nothing");
          yield 2;
        }),
      }),
    )
    .withConfig({ runName: "root" });
}

describe("the tracing channel over components", () => {
  it.each(["invoke", "stream"] as const)("nests as the runs do, by %s", async (method) => {
    const { store, paths } = bindPaths();
    const seen: string[] = [];
    const runnable = sample(seen, store);
    if (method === "invoke") await runnable.invoke("rivers");
    else await collect(runnable.stream("rivers"));

    const parallel = "root/RunnableParallel";
    expect(paths.toSorted(compare)).toEqual(
      [
        "root",
        "root/ask",
        "root/ask/search",
        parallel,
        `${parallel}/RunnableSequence`,
        `${parallel}/RunnableSequence/StringOutputParser`,
        `${parallel}/RunnableSequence/model`,
        `${parallel}/words`,
      ].toSorted(compare),
    );
    expect(seen.toSorted(compare)).toEqual([
      "root/ask",
      "root/ask/search",
      `${parallel}/words`,
      `${parallel}/words`,
    ]);
    expect(store.getStore()).toBeUndefined();
  });

  it("tells the end of each run when a loop is left", async () => {
    const { store } = bindPaths();
    const open = new Set<string>();
    const subscribers = {
      start: ({ id }: RunMessage) => open.add(id),
      asyncEnd: ({ id }: RunMessage) => open.delete(id),
      end: () => undefined,
      asyncStart: () => undefined,
      error: () => undefined,
    };
    channels.subscribe(subscribers);
    undo.push(() => {
      channels.unsubscribe(subscribers);
    });
    await take(sample([], store).stream("rivers"), 1);
    expect(open.size).toBe(0);
  });
});

describe("a hook over components", () => {
  it("is around the bodies of lambdas, tools, models and generators", async () => {
    const store = new AsyncLocalStorage<string>();
    const seen: string[] = [];
    const around = new Set<string>();
    undo.push(
      hook(
        {},
        {
          around: ({ name }, next) => {
            around.add(name);
            expect(getCurrentRun()?.name).toBe(name);
            return store.run(name, next);
          },
        },
      ),
    );
    await collect(sample(seen, store).stream("rivers"));
    expect([...around]).toEqual(expect.arrayContaining(["ask", "search", "model", "words"]));
    expect(seen.toSorted(compare)).toEqual(["ask", "search", "words", "words"]);
  });

  it("gives a tool's events to a hook for tools alone", async () => {
    const outputs: unknown[] = [];
    undo.push(hook({ type: "tool" }, { onEnd: ({ data }) => void outputs.push(data.output) }));
    await sample([], new AsyncLocalStorage()).invoke("rivers");
    expect(outputs).toEqual(["pages about rivers"]);
  });
});
