import { Listener } from "../../src/callbacks/listener.ts";
import { ListenerIndex } from "../../src/callbacks/listener-index.ts";

const onlyCustom = new Listener({
  filter: { includeTypes: ["tool"], includeEvents: ["on_custom_event"] },
});
const onlyRuns = new Listener({
  filter: { includeTypes: ["tool"], includeEvents: ["on_tool_end"] },
});
const named = new Listener({ filter: { includeNames: ["other"] } });
const models = new Listener({ filter: { includeTypes: ["chat_model"] } });
const index = new ListenerIndex([onlyCustom, onlyRuns, named, models]);

describe("an index of listeners", () => {
  it("gives a run those alone that could hear it, whatever custom events they want: each costs the run something", () => {
    expect(index.forRuns({ type: "tool", name: "search" }, [])).toEqual([onlyRuns]);
    expect(index.forRuns({ type: "tool", name: "other" }, [])).toEqual([onlyRuns, named]);
  });

  it("gives a custom event those that could hear one in a run of this type", () => {
    const found = index.forCustomEvents("tool", []);
    expect(found).toEqual(expect.arrayContaining([onlyCustom, named]));
    expect(found).not.toContain(models);
  });
});
