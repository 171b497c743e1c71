import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  dispatchCustomEvent,
  eventNames,
  runPhases,
  runTypes,
  type CallbackHandler,
  type RunPhase,
  type RunType,
} from "@rivulet/core";
import {
  ChatPromptTemplate,
  Embeddings,
  JsonOutputParser,
  type Runnable,
  RunnableLambda,
  tool,
  type ChatPromptValue,
} from "@rivulet/runnables";
import { ScriptedChatModel, ScriptedLLM, ScriptedRetriever } from "@rivulet/testing";

// What docs/events.md says of each type and phase, against what runs tell: each type once as a child of a chain that
// is streamed, on three ways out, in both versions.

type Way = "end" | "error" | "cancel";
type Version = "v1" | "v2";
type Steps = Runnable<string, unknown>;

interface Told {
  readonly name: string;
  readonly keys: readonly string[];
}

class TextLengths extends Embeddings {
  protected override _embed(texts: readonly string[]): Promise<readonly (readonly number[])[]> {
    if (texts.includes("error")) return Promise.reject(new Error("planted"));
    return Promise.resolve(texts.map((text) => [text.length]));
  }
}

const toEnd = (_: unknown): string => "behind it";

// A program with a child of each type; the child fails when it is asked for an error.
const programs: Readonly<Record<RunType, (way: Way) => Steps>> = {
  chain: (way) => RunnableLambda.from((text: string) => failIf(way, text)).pipe(toEnd),
  chat_model: (way) => new ScriptedChatModel({ chunks: ["a", "b"], ...failure(way) }).pipe(toEnd),
  llm: (way) => new ScriptedLLM({ chunks: ["a", "b"], ...failure(way) }).pipe(toEnd),
  tool: (way) => tool((text: string) => failIf(way, text), { name: "planted" }).pipe(toEnd),
  retriever: (way) => new ScriptedRetriever({ documents: ["a"], ...failure(way) }).pipe(toEnd),
  prompt: (way) =>
    RunnableLambda.from((text: string) => ({ [way === "error" ? "other" : "text"]: text }))
      .pipe(ChatPromptTemplate.fromTemplate("{text}") as Runnable<object, ChatPromptValue>)
      .pipe(toEnd),
  parser: (way) =>
    new ScriptedChatModel({ chunks: [way === "error" ? "none" : '{"a":', "1}"] })
      .pipe(new JsonOutputParser())
      .pipe(toEnd),
  embedding: (way) =>
    RunnableLambda.from((text: string) =>
      new TextLengths().embedQuery(way === "error" ? "error" : text),
    ).pipe(toEnd),
};

function failIf(way: Way, text: string): string {
  if (way === "error") throw new Error("planted");
  return text;
}

function failure(way: Way): { readonly failAt?: number } {
  return way === "error" ? { failAt: 1 } : {};
}

const events = readFileSync(join(__dirname, "../../events.md"), "utf8");
const rows = new Map(
  [...events.matchAll(/^\| `(on_\w+)` \| (.*) \| (.*) \|$/gmu)].map(
    ([, name = "", v2 = "", v1 = ""]) => [name, { v2, v1: v1.startsWith("the same") ? v2 : v1 }],
  ),
);

describe("the payload table of docs/events.md", () => {
  it("has a row for every event name, in order", () => {
    expect([...rows.keys()]).toEqual(eventNames);
  });

  it.each(
    runTypes.flatMap((type) => (["v2", "v1"] as const).map((version) => ({ type, version }))),
  )("says what $type runs tell in $version", async ({ type, version }) => {
    const told = [
      ...(await run(type, "end", version)),
      ...(await run(type, "error", version)),
      ...(await run(type, "cancel", version)),
    ];
    for (const phase of runPhases) {
      const name = `on_${type}_${phase}`;
      const seen = told.filter((event) => event.name === name).map(({ keys }) => keys.join());
      expect({ name, seen: [...new Set(seen)].toSorted() }).toEqual({
        name,
        seen: documentedKeys(name, phase, version),
      });
    }
  });

  it("says how custom events look", async () => {
    const sends = RunnableLambda.from(async (text: string) => {
      await dispatchCustomEvent("mine", { some: "payload" });
      return text;
    });
    const told: unknown[] = [];
    for await (const event of sends.streamEvents("x")) {
      if (event.event === "on_custom_event") told.push(event.name, event.data);
    }
    expect(told).toEqual(["mine", { some: "payload" }]);
    for await (const event of sends.streamEvents("x", { version: "v1" })) {
      expect(event.event).not.toBe("on_custom_event");
    }
    expect(rows.get("on_custom_event")?.v1).toBe("not told");
  });

  it.each(runTypes.filter((type) => type !== "embedding"))(
    "is right that the end of a %s run that is the root has no input",
    async (type) => {
      const input = (type === "prompt" ? {} : "{}") as string;
      for (const version of ["v1", "v2"] as const) {
        const root: Told[] = [];
        for await (const event of roots[type].streamEvents(input, { version })) {
          if (event.event.startsWith(`on_${type}_`)) root.push(toTold(event));
        }
        expect(root.find(({ name }) => name.endsWith("_start"))?.keys).toEqual(["input"]);
        expect(root.find(({ name }) => name.endsWith("_end"))?.keys).toEqual(["output"]);
      }
    },
  );
});

// An embedding model is no runnable, so that it is never what `streamEvents` is called on.
const roots: Readonly<Record<Exclude<RunType, "embedding">, Steps>> = {
  chain: RunnableLambda.from((text: string) => text),
  chat_model: new ScriptedChatModel({ chunks: ["a"] }) as Steps,
  llm: new ScriptedLLM({ chunks: ["a"] }) as Steps,
  tool: tool((text: string) => text, { name: "planted" }) as Steps,
  retriever: new ScriptedRetriever({ documents: ["a"] }) as Steps,
  prompt: ChatPromptTemplate.fromTemplate("no variables") as unknown as Steps,
  parser: new JsonOutputParser() as Steps,
};

async function run(type: RunType, way: Way, version: Version): Promise<readonly Told[]> {
  const controller = new AbortController();
  const rootId = "root";
  // A parser's first chunk, so that it is cancelled in the middle of its stream.
  const last = type === "parser" ? "stream" : "start";
  const canceller: CallbackHandler = {
    filter: { where: (event) => event.run_id !== rootId },
    [`on_${type}_${last}`]: () => {
      controller.abort(new Error("cancelled"));
    },
  };
  const options = {
    version,
    runId: rootId,
    signal: controller.signal,
    ...(way === "cancel" && { callbacks: [canceller] }),
  };
  const told: Told[] = [];
  try {
    for await (const event of programs[type](way).streamEvents("text", options)) {
      if (event.run_id !== rootId && event.event.startsWith(`on_${type}_`))
        told.push(toTold(event));
    }
  } catch {
    // The loop throws what the run fails with.
  }
  return told;
}

function toTold(event: { readonly event: string; readonly data: unknown }): Told {
  return { name: event.event, keys: Object.keys(event.data as object).toSorted() };
}

/** The key lists that a row gives: one for each shape in back quotes, those of root runs aside. */
function documentedKeys(name: string, phase: RunPhase, version: Version): readonly string[] {
  const cell = rows.get(name)?.[version] ?? "";
  if (cell.startsWith("not told")) return [];
  const nested = cell.replace(/; root: .*$/u, "");
  const shapes = [...nested.matchAll(/`(\{[^`]*\})`/gu)].map(([, shape = ""]) => keysOf(shape));
  // What a step on a stream says is another test's matter: the lambda here is none.
  const ofLambda = name === "on_chain_start" ? shapes.slice(0, 1) : shapes;
  const ofStreams = phase === "start" && name === "on_parser_start" ? shapes.slice(0, 1) : ofLambda;
  return [...new Set(name === "on_parser_error" ? ofStreams.slice(0, 1) : ofStreams)].toSorted();
}

function keysOf(shape: string): string {
  let inner = shape.slice(1, -1);
  while (/[{[][^{}[\]]*[}\]]/u.test(inner)) inner = inner.replaceAll(/[{[][^{}[\]]*[}\]]/gu, "");
  return inner
    .split(",")
    .map((part) => part.split(":")[0]?.trim() ?? "")
    .filter((key) => key !== "")
    .toSorted()
    .join();
}
