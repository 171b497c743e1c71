import { CallbackManager, InvalidArgumentError, type RunEvent } from "@rivulet/core";
import { toRunTree, type RunNode } from "@rivulet/core/operators";
import { from, map } from "rxjs";
import { familyEvents } from "../support/family.ts";
import { createTestScheduler } from "../support/marbles.ts";
import { recordEvents } from "../support/record-events.ts";

const events = familyEvents();

function treesOf(list: readonly RunEvent[], maxFinishedRoots = 100): (readonly RunNode[])[] {
  const trees: (readonly RunNode[])[] = [];
  from(list)
    .pipe(toRunTree({ maxFinishedRoots }))
    .subscribe((roots) => trees.push(roots));
  return trees;
}

const outline = ({ name, status, text, children }: RunNode): string =>
  `${name} ${status} ${text}[${children.map(outline).join(", ")}]`;

const pick = (letters: string): RunEvent[] =>
  [...letters].map((letter) => events[letter] as RunEvent);

describe("toRunTree", () => {
  it("tells the trees after each event that changes them", () => {
    createTestScheduler().run(({ cold, expectObservable }) => {
      const lines$ = cold("abcdefghi|", events).pipe(
        toRunTree(),
        map((roots) => roots.map(outline).join("; ")),
      );
      expectObservable(lines$).toBe("abcd-fghi|", {
        a: "answer running []",
        b: "answer running [model running []]",
        c: "answer running [model running Hel[]]",
        d: "answer running [model running Hello[]]",
        f: "answer running [model ended Hello[]]",
        g: "answer ended [model ended Hello[]]",
        h: "answer ended [model ended Hello[]]; search running []",
        i: "answer ended [model ended Hello[]]; search ended []",
      });
    });
  });

  it("says all that the events say", () => {
    const [root] = treesOf(pick("abcdefg")).at(-1) ?? [];
    expect(root).toMatchObject({ id: "chain", type: "chain", input: "Hi", output: "Hello" });
    expect(root?.children[0]).toEqual({
      id: "model",
      name: "model",
      type: "chat_model",
      status: "ended",
      tags: ["fast"],
      metadata: {},
      startTime: events["b"]?.time,
      endTime: events["f"]?.time,
      output: "Hello",
      text: "Hello",
      chunkCount: 2,
      children: [],
    });
  });

  it("has failures and reasons", () => {
    const recorder = recordEvents();
    const manager = new CallbackManager({ callbacks: [recorder] });
    manager.startRun({ type: "tool", name: "a" }).error("broken");
    manager.startRun({ type: "tool", name: "b" }).cancel("left");
    expect(treesOf(recorder.events).at(-1)).toMatchObject([
      { status: "failed", error: "broken" },
      { status: "cancelled", error: "left" },
    ]);
  });

  it("shares what is equal: only the path to what changed is new", () => {
    const recorder = recordEvents();
    const manager = new CallbackManager({ callbacks: [recorder] });
    const other = manager.startRun({ type: "chain", name: "other" });
    const root = manager.startRun({ type: "chain", name: "root" });
    const children = CallbackManager.forChildrenOf(root);
    const left = children.startRun({ type: "chain", name: "left" });
    const right = children.startRun({ type: "chain", name: "right" });
    const leaf = CallbackManager.forChildrenOf(left).startRun({ type: "llm", name: "leaf" });
    leaf.stream("x");
    const [before, after] = treesOf(recorder.events).slice(-2);
    expect(after?.[0]).toBe(before?.[0]);
    expect(after?.[1]).not.toBe(before?.[1]);
    expect(after?.[1]?.children[0]).not.toBe(before?.[1]?.children[0]);
    expect(after?.[1]?.children[1]).toBe(before?.[1]?.children[1]);
    expect(before?.[1]?.children[0]?.children[0]).toMatchObject({ text: "", chunkCount: 0 });
    for (const run of [right, other]) run.end(1);
  });

  it("lets go of roots that are over, the oldest first, and never of one that runs", () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => ({
      ...(events["i"] as RunEvent),
      run_id: name,
      name,
    }));
    const running = events["a"] as RunEvent;
    const names = (roots: readonly RunNode[]): string => roots.map(({ name }) => name).join("");
    const list = [running, a, b, c, a] as RunEvent[];
    expect(treesOf(list, 2).map(names)).toEqual(["answer", "answera", "answerab", "answerbc"]);
    expect(treesOf(list, 0).map(names)).toEqual(["answer", "answer", "answer", "answer"]);
  });

  it("takes runs up in the middle, and puts one into the nearest that was seen", () => {
    expect(treesOf(pick("ecg")).map((roots) => roots.map(outline).join())).toEqual([
      " running [progress running []]",
      " running [model running Hel[]]",
      "answer ended [model running Hel[]]",
    ]);
    const grandchild = {
      ...(events["c"] as RunEvent),
      run_id: "leaf",
      name: "leaf",
      parent_ids: ["chain", "unseen"],
    } as RunEvent;
    expect(
      treesOf([...pick("a"), grandchild])
        .at(-1)
        ?.map(outline),
    ).toEqual(["answer running [leaf running Hel[]]"]);
  });

  it("puts up with a payload that is none", () => {
    const broken = { ...events["c"], data: null } as unknown as RunEvent;
    expect(treesOf([broken]).at(-1)?.[0]?.children).toMatchObject([{ text: "", chunkCount: 1 }]);
  });

  it("refuses a bound that is none", () => {
    expect(() => toRunTree({ maxFinishedRoots: -1 })).toThrow(InvalidArgumentError);
    expect(() => toRunTree({ maxFinishedRoots: 0.5 })).toThrow(InvalidArgumentError);
  });
});
