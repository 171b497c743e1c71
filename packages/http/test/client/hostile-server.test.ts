import { RemoteRunnable } from "@rivulet/http";
import type { StreamEvent } from "@rivulet/runnables";
import { rivuletMatchers } from "@rivulet/testing";
import { eventAnswer, fetchOf } from "../support/raw-answers.ts";

expect.extend(rivuletMatchers);

interface Told {
  readonly event: string;
  readonly id?: string;
  readonly parents?: readonly string[];
  readonly data?: unknown;
  readonly name?: string;
}

/** Frames of a server that tells whatever it wants. */
function framesOf(events: readonly Told[]): string[] {
  return events.map(({ event, id = "root", parents = [], data = {}, name = "f" }, seq) => {
    const fields = { event, name, run_id: id, parent_ids: parents, tags: [], metadata: {}, data };
    const text = JSON.stringify({ ...fields, seq, time: seq });
    return `event: ${event}\nid: e.root.${String(seq)}\ndata: ${text}\n\n`;
  });
}

const start: Told = { event: "on_chain_start", data: { input: 1 } };
const end: Told = { event: "on_chain_end", data: { output: 2 } };
const payloads: Readonly<Record<string, unknown>> = {
  on_tool_end: { output: 1 },
  on_tool_error: { error: "no" },
};
const tool = (event: string, data: unknown = payloads[event] ?? {}): Told => ({
  event,
  id: "t",
  parents: ["root"],
  data,
});

const told: readonly [string, readonly Told[]][] = [
  [
    "starts a run twice",
    [start, tool("on_tool_start"), tool("on_tool_start"), tool("on_tool_end"), end],
  ],
  [
    "starts a run again that has ended",
    [start, tool("on_tool_start"), tool("on_tool_end"), tool("on_tool_start"), end],
  ],
  [
    "ends a run twice",
    [start, tool("on_tool_start"), tool("on_tool_end"), tool("on_tool_error"), end],
  ],
  [
    "tells chunks behind the end",
    [start, tool("on_tool_start"), tool("on_tool_end"), tool("on_tool_stream", { chunk: 1 }), end],
  ],
  ["never ends a run", [start, tool("on_tool_start"), end]],
  ["ends a run that never began", [start, tool("on_tool_end"), end]],
  [
    "tells a run that is its own parent",
    [start, { ...tool("on_tool_start"), parents: ["t"] }, tool("on_tool_end"), end],
  ],
  [
    "takes the id of the run that calls it",
    [
      start,
      { ...tool("on_tool_start"), id: "local" },
      { ...tool("on_tool_end"), id: "local" },
      end,
    ],
  ],
  ["begins again behind its end", [start, end, start, end]],
  [
    "tells names without characters",
    [start, { ...tool("on_tool_start"), name: "" }, tool("on_tool_end"), end],
  ],
  [
    "tells ids without characters",
    [start, { ...tool("on_tool_start"), id: "" }, { ...tool("on_tool_end"), id: "" }, end],
  ],
];

describe("a server that", () => {
  it.each(told)("%s breaks no law here", async (_what, events) => {
    const { fetch } = fetchOf(() =>
      eventAnswer([...framesOf(events), 'event: end\ndata: {"seq":9}\n\n']),
    );
    const remote = new RemoteRunnable<number, number>("http://host/", { fetch });
    const heard: StreamEvent[] = [];
    const on_event = (event: StreamEvent): void => void heard.push(event);
    const output = await remote.invoke(1, { runId: "local", callbacks: [{ on_event }] });
    expect(output).toBe(2);
    expect(heard).toObeyRunLaws();
    expect(heard.map(({ seq }) => seq)).toEqual(heard.map((_, index) => index));
    expect(heard[0]?.run_id).toBe("local");
    expect(
      heard
        .slice(1)
        .every(({ parent_ids: [root], run_id: id }) => root === "local" || id === "local"),
    ).toBe(true);
  });

  it("sends no events fails the run with a reason", async () => {
    const { fetch } = fetchOf(() => eventAnswer(["event: on_chain_start\ndata: 5\n\n"]));
    const heard: StreamEvent[] = [];
    const on_event = (event: StreamEvent): void => void heard.push(event);
    const remote = new RemoteRunnable<number, number>("http://host/", { fetch });
    await expect(remote.invoke(1, { callbacks: [{ on_event }] })).rejects.toMatchObject({
      code: "EVENT_PARSE",
    });
    expect(heard).toObeyRunLaws();
    expect(heard.at(-1)?.event).toBe("on_chain_error");
  });
});
