import { configure, dispatchCustomEvent, traceable } from "@rivulet/core";
import fc from "fast-check";
import { openRoot } from "../support/open-root.ts";
import { recordEvents, type RecordingHandler } from "../support/record-events.ts";
import { findViolations } from "../support/run-laws.ts";
import { collectUnhandled, nextTurn } from "../support/signals.ts";

type Step =
  | "wait"
  | "tell"
  | "fail"
  | "cancel"
  | { readonly call: Tree }
  | { readonly all: readonly Tree[] };

/** A traced function: how it runs, what it does, and whether its caller stops reading early or minds its failure. */
interface Tree {
  readonly kind: "sync" | "promise" | "generator" | "async generator" | "returned generator";
  readonly steps: readonly Step[];
  readonly isLeftEarly: boolean;
  readonly isCaught: boolean;
  readonly isForgotten: boolean;
}

const { tree } = fc.letrec<{ tree: Tree; step: Step }>((tie) => ({
  tree: fc.record({
    kind: fc.constantFrom<Tree["kind"][]>(
      "sync",
      "promise",
      "generator",
      "async generator",
      "returned generator",
    ),
    steps: fc.array(tie("step"), { maxLength: 4 }),
    isLeftEarly: fc.boolean(),
    isCaught: fc.boolean(),
    isForgotten: fc.nat({ max: 9 }).map((dice) => dice === 0),
  }),
  step: fc.oneof(
    { maxDepth: 4, depthIdentifier: "run" },
    fc.constantFrom<Step[]>("wait", "tell", "wait", "tell", "wait", "fail", "cancel"),
    fc.record({ call: tie("tree") }),
    fc.record({ all: fc.array(tie("tree"), { maxLength: 3 }) }),
  ),
}));

interface World {
  readonly cancel: () => void;
  readonly started: Promise<unknown>[];
}

function build(plan: Tree, world: World): () => unknown {
  const options = { name: plan.kind };
  switch (plan.kind) {
    case "sync":
      return traceable(() => {
        for (const step of plan.steps) actNow(step, world);
        return plan.steps.length;
      }, options);
    case "promise":
      return traceable(async () => {
        for (const step of plan.steps) await act(step, world);
        return plan.steps.length;
      }, options);
    case "generator":
      return traceable(function* () {
        for (const step of plan.steps) {
          actNow(step, world);
          yield 1;
        }
      }, options);
    case "async generator":
      return traceable(() => chunks(plan, world), options);
    case "returned generator":
      return traceable(async () => chunks(plan, world), options);
  }
}

async function* chunks(plan: Tree, world: World): AsyncGenerator<number> {
  try {
    for (const step of plan.steps) {
      await act(step, world);
      yield 1;
    }
  } finally {
    await nextTurn();
  }
}

function actNow(step: Step, world: World): void {
  if (step === "fail") throw new Error("planned");
  if (step === "cancel") world.cancel();
  if (step === "tell") void dispatchCustomEvent("told", 1);
}

async function act(step: Step, world: World): Promise<void> {
  if (step === "wait") await nextTurn();
  else if (typeof step === "string") actNow(step, world);
  else if ("call" in step) await play(step.call, world);
  else await Promise.all(step.all.map((plan) => play(plan, world)));
}

async function play(plan: Tree, world: World): Promise<void> {
  const played = consume(plan, world);
  // Also what nobody waits for, a neighbour of a failed call among it, must come to its end within the example.
  world.started.push(played.catch(() => undefined));
  if (plan.isForgotten) return;
  if (plan.isCaught) await played.catch(() => undefined);
  else await played;
}

async function consume(plan: Tree, world: World): Promise<void> {
  const result = await build(plan, world)();
  if (typeof result !== "object" || result === null) return;
  for await (const _ of result as AsyncIterable<number> | Iterable<number>)
    if (plan.isLeftEarly) break;
}

function terminalsIn(recorder: RecordingHandler): number {
  return recorder.events.filter(({ event }) => /_(end|error|cancel)$/.test(event)).length;
}

describe("a random tree of traced functions", () => {
  afterEach(() => {
    configure({ callbacks: [] });
  });

  it("obeys the laws of a run: failures, cancellations, early leaves, concurrency and forgotten children", async () => {
    const recorder = recordEvents();
    configure({ callbacks: [recorder] });
    await fc.assert(
      fc.asyncProperty(fc.array(tree, { minLength: 1, maxLength: 3 }), async (plans) => {
        recorder.events.length = 0;
        const unhandled = await collectUnhandled(async () => {
          const root = openRoot();
          const world: World = {
            cancel: () => {
              root.scope.cancel("planned");
            },
            started: [],
          };
          const played = plans.map((plan) =>
            root.enter(() => play(plan, world)).catch(() => undefined),
          );
          await Promise.all(played);
          for (let index = 0; index < world.started.length; index += 1) await world.started[index];
          await nextTurn();
          if (root.scope.isCancelled) root.run.cancel(root.scope.reason);
          else root.run.end("done");
        });
        expect(unhandled).toEqual([]);
        expect(findViolations(recorder.events)).toEqual([]);
        expect(terminalsIn(recorder)).toBe(
          recorder.events.filter(({ event }) => event.endsWith("_start")).length,
        );
      }),
      { numRuns: 150 },
    );
  });
});
