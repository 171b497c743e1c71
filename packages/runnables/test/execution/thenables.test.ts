import {
  Document,
  BaseRetriever,
  RunnableBranch,
  RunnableLambda,
  type Runnable,
} from "@rivulet/runnables";

type Then<Value> = (resolve: (value: Value) => void, reject: (error: unknown) => void) => void;

/** What can be awaited, and is no promise: its `then` gives nothing back. */
function awaitable<Value>(then: Then<Value>): Promise<Value> {
  // oxlint-disable-next-line unicorn/no-thenable -- the subject of the tests
  return { then } as unknown as Promise<Value>;
}

function thenable<Value>(value: Value): Promise<Value> {
  return awaitable((resolve) => {
    queueMicrotask(() => {
      resolve(value);
    });
  });
}

class ThenableRetriever extends BaseRetriever {
  protected override _getRelevantDocuments(): Promise<Document[]> {
    return thenable([new Document({ pageContent: "found" })]);
  }
}

const five: Runnable<unknown, number> = RunnableLambda.from(() => thenable(5));

async function outputsOf(
  runnable: Runnable<string, unknown>,
): Promise<{ readonly invoked: unknown; readonly streamed: unknown; readonly told: unknown }> {
  let told: unknown;
  const handler = {
    on_event: ({
      event,
      parent_ids,
      data,
    }: {
      event: string;
      parent_ids: readonly string[];
      data: unknown;
    }) => {
      if (event.endsWith("_end") && parent_ids.length === 0)
        told = (data as { output: unknown }).output;
    },
  };
  const invoked = await runnable.invoke("x", { callbacks: [handler] });
  const streamed: unknown[] = [];
  for await (const chunk of runnable.stream("x")) streamed.push(chunk);
  return { invoked, streamed: streamed.at(-1), told };
}

describe("what can be awaited and is no promise", () => {
  const cases: readonly (readonly [string, Runnable<string, unknown>, unknown])[] = [
    ["a lambda", five, 5],
    ["a lambda before another step", five.pipe((value: number) => value + 1), 6],
    ["a retriever", new ThenableRetriever(), [new Document({ pageContent: "found" })]],
    ["a condition", RunnableBranch.from([[() => thenable(true), () => "yes"], () => "no"]), "yes"],
  ];

  it.each(cases)("is awaited as the result of %s", async (_name, runnable, output) => {
    expect(await outputsOf(runnable)).toEqual({ invoked: output, streamed: output, told: output });
  });

  it("fails the run when it resolves with a rejection, rejects, or throws", async () => {
    const failing: readonly Then<unknown>[] = [
      (resolve) => {
        resolve(Promise.reject(new Error("gone")));
      },
      (_resolve, reject) => {
        reject(new Error("gone"));
      },
      () => {
        throw new Error("gone");
      },
    ];
    for (const then of failing) {
      const events: string[] = [];
      const handler = { on_event: ({ event }: { event: string }) => void events.push(event) };
      const lambda = RunnableLambda.from(() => awaitable(then));
      await expect(lambda.invoke("x", { callbacks: [handler] })).rejects.toThrow("gone");
      expect(events).toEqual(["on_chain_start", "on_chain_error"]);
    }
  });
});
