import { CallbackManager, type RunManager, type RunType } from "@rivulet/core";
import { withUsage } from "@rivulet/core/operators";
import { from } from "rxjs";
import { recordEvents } from "../support/record-events.ts";

const used = (tokens: number): unknown => ({
  usage_metadata: { input_tokens: 0, output_tokens: tokens, total_tokens: tokens },
});

const inside = (run: RunManager, type: RunType, name: string): RunManager =>
  CallbackManager.forChildrenOf(run).startRun({ type, name });

/** What each run had used when it was over, by name. */
function totalsOf(body: (root: RunManager) => void): Record<string, number> {
  const recorder = recordEvents();
  const manager = new CallbackManager({ callbacks: [recorder] });
  body(manager.startRun({ type: "chain", name: "root" }));
  const totals: Record<string, number> = {};
  from(recorder.events)
    .pipe(withUsage())
    .subscribe(({ event, usage }) => {
      totals[event.name] = usage.total_tokens;
    });
  return totals;
}

describe("withUsage counts once", () => {
  it("what a model tells that is made of another model", () => {
    const totals = totalsOf((root) => {
      const outer = inside(root, "chat_model", "outer");
      const inner = inside(outer, "chat_model", "inner");
      inner.stream(used(2));
      outer.stream(used(2));
      inner.end(used(3));
      outer.end(used(3));
      root.end(1);
    });
    expect(totals).toEqual({ root: 3, outer: 3, inner: 3 });
  });

  it("what the models inside one used, where that says less", () => {
    const totals = totalsOf((root) => {
      const router = inside(root, "chat_model", "router");
      inside(router, "chat_model", "small").end(used(2));
      inside(router, "chat_model", "large").end(used(5));
      router.end(used(5));
      root.end(1);
    });
    expect(totals).toEqual({ root: 7, router: 7, small: 2, large: 5 });
  });

  it("each try of a retry, each model that was fallen back on, and each agent in an agent", () => {
    const totals = totalsOf((root) => {
      const failed = inside(root, "chat_model", "failed");
      failed.stream(used(1));
      failed.error("broken");
      const agent = inside(root, "chain", "agent");
      inside(agent, "chat_model", "first").end(used(10));
      const tool = inside(agent, "tool", "tool");
      inside(tool, "chat_model", "second").end(used(100));
      tool.end(used(100));
      agent.end(used(110));
      root.end(1);
    });
    expect(totals).toMatchObject({ root: 111, agent: 110, tool: 100, failed: 1 });
  });
});
