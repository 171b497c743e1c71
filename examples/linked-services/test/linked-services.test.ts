import { once } from "node:events";
import { get } from "node:http";
import type { RunNode } from "@rivulet/core/operators";
import { renderTree } from "../src/render-tree.ts";
import type { LookUp } from "../src/search-service.ts";
import type { Service } from "../src/service.ts";
import { startServices } from "../src/start-services.ts";
import { createTreeReporter } from "../src/tree-reporter.ts";

let services: Service;
let trees: RunNode[] = [];
let lookUp: LookUp | undefined;
const waiting = new Set<() => void>();

async function nextTrees(count: number): Promise<readonly RunNode[]> {
  while (trees.length < count)
    await new Promise<void>((resolve) => {
      waiting.add(resolve);
    });
  return trees;
}

function inShort(tree: RunNode | undefined): string {
  return tree === undefined ? "" : renderTree(tree, ({ status }) => status);
}

function ask(question: string): Promise<Response> {
  return fetch(`${services.url}/ask?${String(new URLSearchParams({ question }))}`);
}

beforeAll(async () => {
  services = await startServices({
    callbacks: [
      createTreeReporter((tree) => {
        trees.push(tree);
        for (const wake of waiting) wake();
        waiting.clear();
      }),
    ],
    // A topic is all that is found, unless a test has its own way.
    lookUp: (query, signal) => (lookUp ?? ((topic) => [`${topic} is a topic.`]))(query, signal),
  });
});

beforeEach(() => {
  trees = [];
  lookUp = undefined;
});

afterAll(() => services.close());

describe("a request through three services", () => {
  it("is one tree", async () => {
    const response = await ask("Parrots");
    expect(await response.text()).toBe("Parrots is a topic.");
    const [tree] = await nextTrees(1);
    expect(tree?.id).toBe(response.headers.get("x-run-id"));
    expect(inShort(tree)).toBe(`GET /ask (chain) [gateway] ended
└─ GET /answer (chain) [answers] ended
   ├─ RemoteSearch (retriever) ended
   │  └─ GET /search (chain) [search] ended
   │     └─ lookUp (tool) ended
   └─ RunnableSequence (chain) ended
      ├─ ChatPromptTemplate (prompt) ended
      ├─ NotesModel (chat_model) ended
      └─ StringOutputParser (parser) ended`);
  });

  it("is a tree of its own beside others at the same time", async () => {
    const questions = Array.from({ length: 20 }, (_, index) => `Topic ${String(index)}`);
    const answers = await Promise.all(
      questions.map(async (question) => (await ask(question)).text()),
    );
    expect(answers).toEqual(questions.map((question) => `${question} is a topic.`));
    const all = await nextTrees(20);
    expect(new Set(all.map(inShort)).size).toBe(1);
    const asked = new Map(all.map((tree) => [queryOf(tree), outputOf(tree)]));
    expect(asked).toEqual(new Map(questions.map((question, index) => [question, answers[index]])));
  });

  it("shows where it failed", async () => {
    lookUp = () => Promise.reject(new Error("no index"));
    const response = await ask("Parrots");
    expect([response.status, await response.text()]).toEqual([502, "The answer failed."]);
    const [tree] = await nextTrees(1);
    expect(inShort(tree)).toBe(`GET /ask (chain) [gateway] failed
└─ GET /answer (chain) [answers] failed
   └─ RemoteSearch (retriever) failed
      └─ GET /search (chain) [search] failed
         └─ lookUp (tool) failed`);
    expect(innermost(tree)?.error).toMatchObject({ message: "no index" });
  });

  it("is cancelled to the innermost when the client leaves", async () => {
    const begun = new Promise<void>((resolve) => {
      lookUp = (_query, signal) => {
        resolve();
        return new Promise((_found, reject) => {
          signal?.addEventListener("abort", () => {
            reject(signal.reason as Error);
          });
        });
      };
    });
    const request = get(`${services.url}/ask?question=Parrots`);
    await begun;
    request.destroy();
    await once(request, "error");
    const [tree] = await nextTrees(1);
    expect(inShort(tree)).toBe(`GET /ask (chain) [gateway] cancelled
└─ GET /answer (chain) [answers] cancelled
   └─ RemoteSearch (retriever) cancelled
      └─ GET /search (chain) [search] cancelled
         └─ lookUp (tool) cancelled`);
  });

  it("is answered by the gateway alone where there is nothing to ask", async () => {
    expect((await fetch(`${services.url}/elsewhere`)).status).toBe(404);
    expect(inShort((await nextTrees(1))[0])).toBe("GET /elsewhere (chain) [gateway] ended");
  });
});

function innermost(tree: RunNode | undefined): RunNode | undefined {
  const [child] = tree?.children ?? [];
  return child === undefined ? tree : innermost(child);
}

function find(tree: RunNode, name: string): RunNode | undefined {
  if (tree.name === name) return tree;
  return tree.children.map((child) => find(child, name)).find((run) => run !== undefined);
}

function queryOf(tree: RunNode): unknown {
  return Reflect.get(Object(find(tree, "RemoteSearch")?.input), "query");
}

function outputOf(tree: RunNode): unknown {
  return find(tree, "RunnableSequence")?.output;
}
