import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  CallbackManager,
  configure,
  EventCollector,
  getCurrentRun,
  traceable,
  type CallbackHandler,
} from "@rivulet/core";
import { linkSignal } from "@rivulet/core/runtime";
import { openRoot, type Root } from "../support/open-root.ts";
import { nextTurn } from "../support/signals.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** The least of the heap in some rounds: some things go only when others have gone. */
async function heapMegabytes(): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 4; round += 1) {
    await nextTurn();
    collectGarbage();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least / 2 ** 20;
}

/** What of these is still reachable when garbage was collected until nothing is, or often enough. */
async function findReachable(
  refs: readonly WeakRef<object>[],
): Promise<readonly (object | undefined)[]> {
  const find = (): readonly (object | undefined)[] =>
    refs.map((ref) => ref.deref()).filter((value) => value !== undefined);
  for (let round = 0; round < 20; round += 1) {
    await nextTurn();
    collectGarbage();
    if (find().length === 0) break;
    // What was looked at is held until the turn is over.
    await nextTurn();
  }
  return find();
}

const quiet: CallbackHandler = { on_event: () => undefined };
// A few hundred bytes: what is kept by mistake would add up to megabytes.
const payload = (): number[] => Array.from({ length: 100 }, () => 0.5);

afterEach(() => {
  configure({ callbacks: [] });
});

const children: readonly (readonly [string, (root: Root) => unknown])[] = [
  ["functions", (root) => root.enter(() => traceable(() => payload())())],
  ["promises", (root) => root.enter(() => traceable(async () => payload())())],
  [
    "generators",
    (root) =>
      root.enter(async () => {
        for await (const _ of traceable(async function* () {
          yield payload();
        })());
      }),
  ],
  [
    "abandoned generators",
    (root) =>
      root.enter(async () => {
        for await (const _ of traceable(async function* () {
          yield payload();
        })())
          break;
      }),
  ],
  [
    "failures",
    (root) =>
      root.enter(async () =>
        traceable(async () => {
          throw payload();
        })().catch(() => undefined),
      ),
  ],
  [
    "runs by hand",
    (root) => {
      new CallbackManager(root.run.childContext)
        .startRun({ type: "tool", name: "x", input: payload() })
        .end(payload());
    },
  ],
];

describe("memory", () => {
  it.each(children)(
    "does not grow with thousands of finished children of one open root (%s)",
    async (what, child) => {
      const collector = new EventCollector();
      collector.events$.subscribe(() => undefined);
      const root = openRoot([quiet, collector]);
      linkSignal(root.scope, new AbortController().signal);
      const spawn = async (count: number): Promise<void> => {
        for (let index = 0; index < count; index += 1) await child(root);
      };
      await spawn(300);
      const before = await heapMegabytes();
      await spawn(what === "promises" ? 10_000 : 4_000);
      expect((await heapMegabytes()) - before).toBeLessThan(2);
      root.run.end(1);
    },
  );

  it("lets go of a finished run, and of what it was given", async () => {
    configure({ callbacks: [quiet] });
    const root = openRoot([quiet]);
    const refs: WeakRef<object>[] = [];
    await (async () => {
      await root.enter(() =>
        traceable(async (input: object) => {
          refs.push(new WeakRef(input));
          const run = getCurrentRun();
          if (run !== undefined) refs.push(new WeakRef(run), new WeakRef(run.scope));
        })({ large: payload() }),
      );
    })();
    expect(refs).toHaveLength(3);
    expect(await findReachable(refs)).toEqual([]);
    expect(root.run.isOpen).toBe(true);
  });

  it("lets go of a root that a caller's long-lived signal was linked to", async () => {
    const { signal } = new AbortController();
    const refs: WeakRef<object>[] = [];
    (() => {
      const root = openRoot([quiet]);
      linkSignal(root.scope, signal);
      root.run.end(1);
      root.scope.close();
      refs.push(new WeakRef(root.run), new WeakRef(root.scope));
    })();
    expect(await findReachable(refs)).toEqual([]);
    expect(signal.aborted).toBe(false);
  });
});
