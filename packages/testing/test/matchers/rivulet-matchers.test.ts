import "@rivulet/testing/jest";
import { InvalidArgumentError } from "@rivulet/core";
import { StringOutputParser } from "@rivulet/runnables";
import { EventRecorder, ScriptedChatModel } from "@rivulet/testing";
import { makeEvents } from "../support/make-event.ts";

const start = { event: "on_chain_start" };
const end = { event: "on_chain_end" };
const chain = new ScriptedChatModel({ chunks: ["Hel", "lo"] }).pipe(new StringOutputParser());

/** The message that an expectation fails with. */
function messageOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    // Jest colours what it prints when it writes to a terminal.
    // oxlint-disable-next-line no-control-regex
    return String((error as Error).message).replaceAll(/\u001B\[\d+m/g, "");
  }
  throw new Error("The expectation was met.");
}

describe("toObeyRunLaws", () => {
  it("is met by what a chain tells", async () => {
    const recorder = await EventRecorder.from(chain.streamEvents("hi"));
    expect(recorder).toObeyRunLaws();
    expect(recorder.events).toObeyRunLaws();
    expect(recorder.events.slice(0, -1)).toObeyRunLaws({ allowOpen: true });
    expect(recorder.events.slice(0, -1)).not.toObeyRunLaws();
  });

  it("names the law, the run and the events", () => {
    expect(messageOf(() => expect(makeEvents(start, end, {})).toObeyRunLaws())).toBe(
      `expect(received).toObeyRunLaws()

one-end: a run tells exactly one of end, error and cancel, and nothing after it.
  "a" (a) told on_chain_stream after its on_chain_end.
    on_chain_end "a" (a, seq 1)
    on_chain_stream "a" (a, seq 2)`,
    );
  });

  it("shows the first of many violations", () => {
    const message = messageOf(() =>
      expect(
        makeEvents(
          ...Array.from({ length: 12 }, (_, index) => ({ ...start, run_id: `r${index}`, seq: 0 })),
        ),
      ).toObeyRunLaws(),
    );
    expect(message.match(/told no end/g)).toHaveLength(10);
    expect(message).toMatch(/… and 2 more$/);
  });

  it("says that nothing is broken, where something should be", () => {
    expect(messageOf(() => expect(makeEvents(start, end)).not.toObeyRunLaws())).toBe(
      "expect(received).not.toObeyRunLaws()\n\n2 events break no law of a run.",
    );
  });

  it("refuses what is no recording", () => {
    expect(() => expect("events").toObeyRunLaws()).toThrow(InvalidArgumentError);
  });
});

describe("toMatchRunTree", () => {
  const tree = `
    RunnableSequence (chain) ended
    ├─ ScriptedChatModel (chat_model) ended [seq:step:1]
    └─ StringOutputParser (parser) ended [seq:step:2]
  `;

  it("compares with the tree as text, indented as the test is", async () => {
    const recorder = await EventRecorder.from(chain.streamEvents("hi"));
    expect(recorder).toMatchRunTree(tree);
    expect(recorder.events).toMatchRunTree(tree);
    expect(recorder.runs()).toMatchRunTree(tree);
    expect(recorder.runs()[0]).toMatchRunTree(tree);
    expect(recorder).not.toMatchRunTree("RunnableSequence (chain) ended");
    expect([]).toMatchRunTree("");
  });

  it("shows the difference", () => {
    const message = messageOf(() =>
      expect(makeEvents(start, end)).toMatchRunTree("a (tool) ended"),
    );
    expect(message).toContain("expect(received).toMatchRunTree(text)\n\n");
    expect(message).toContain("- a (tool) ended\n+ a (chain) ended");
  });

  it("shows the tree, where it should be another", () => {
    expect(
      messageOf(() => expect(makeEvents(start, end)).not.toMatchRunTree("a (chain) ended")),
    ).toBe(
      "expect(received).not.toMatchRunTree(text)\n\nThe runs form this very tree:\na (chain) ended",
    );
  });

  it("compares what matters of the only root", async () => {
    const recorder = await EventRecorder.from(chain.streamEvents("hi"));
    expect(recorder).toMatchRunTree({ name: "RunnableSequence", output: "Hello" });
    expect(recorder).toMatchRunTree({
      durationMs: expect.any(Number),
      children: [
        { type: "chat_model", chunkCount: 2 },
        { output: "Hello", children: [] },
      ],
    });
    expect(recorder).not.toMatchRunTree({ children: [{ type: "chat_model" }] });
    expect(recorder).not.toMatchRunTree({ name: "another" });
  });

  it("compares what matters of every root", () => {
    const events = makeEvents(start, { ...start, run_id: "z", seq: 0 });
    expect(events).toMatchRunTree([{ id: "a" }, { id: "z" }]);
    expect(events).not.toMatchRunTree([{ id: "a" }]);
    expect(events).not.toMatchRunTree({ id: "a" });
  });

  it("shows the pattern and the runs", () => {
    expect(messageOf(() => expect(makeEvents(start, end)).toMatchRunTree({ name: "b" }))).toBe(
      'expect(received).toMatchRunTree(pattern)\n\nPattern: {"name": "b"}\n\nRuns:\na (chain) ended',
    );
  });
});

describe("toHaveEvents", () => {
  const events = makeEvents(start, { data: { chunk: 1 } }, { data: { chunk: 2 } }, end);

  it("finds events in their order, with others in between", () => {
    expect(events).toHaveEvents([]);
    expect(events).toHaveEvents(["on_chain_start", "on_chain_end"]);
    expect(events).toHaveEvents([
      { data: { chunk: 1 } },
      "on_chain_stream",
      { seq: expect.any(Number) },
    ]);
    expect(events).not.toHaveEvents(["on_chain_end", "on_chain_start"]);
    expect(events).not.toHaveEvents(["on_chain_stream", "on_chain_stream", "on_chain_stream"]);
  });

  it("compares a recorder's", async () => {
    const recorder = await EventRecorder.from(chain.streamEvents("hi"));
    expect(recorder).toHaveEvents([
      { event: "on_chat_model_stream", data: { chunk: { content: "Hel" } } },
      { event: "on_parser_stream", data: { chunk: "Hel" } },
      { event: "on_parser_end", data: { output: "Hello" } },
    ]);
  });

  it("finds these alone, when exact", () => {
    const all = ["on_chain_start", "on_chain_stream", "on_chain_stream", "on_chain_end"] as const;
    expect(events).toHaveEvents(all, { exact: true });
    expect(events).not.toHaveEvents(all.slice(0, -1), { exact: true });
    expect(events).not.toHaveEvents([...all, "on_tool_end"], { exact: true });
    expect(events).not.toHaveEvents(["on_chain_stream", ...all.slice(1)], { exact: true });
  });

  it("says what is missing, and what was told", () => {
    expect(messageOf(() => expect(makeEvents(start, end)).toHaveEvents(["on_tool_end"]))).toBe(
      `expect(received).toHaveEvents(expected)

Expected event 0 was not told at all: "on_tool_end"

Events:
  0. on_chain_start "a" (a, seq 0)
  1. on_chain_end "a" (a, seq 1)`,
    );
    const backwards = ["on_chain_end", { event: "on_chain_start" }] as const;
    expect(messageOf(() => expect(makeEvents(start, end)).toHaveEvents(backwards))).toContain(
      'Expected event 1 was not told after event 1: {"event": "on_chain_start"}\n',
    );
  });

  it("says where events are not exactly the expected ones", () => {
    const exactly = (expected: readonly "on_tool_end"[]) =>
      messageOf(() => expect([]).toHaveEvents(expected, { exact: true }));
    expect(exactly(["on_tool_end"])).toBe(
      'expect(received).toHaveEvents(expected, { exact: true })\n\nEvent 0 is not the expected one: "on_tool_end"\n\nEvents:\n  (none)',
    );
    expect(
      messageOf(() => expect(events).toHaveEvents(["on_chain_start"], { exact: true })),
    ).toContain("1 events were expected, 4 were told.");
    expect(messageOf(() => expect(events).not.toHaveEvents(["on_chain_start"]))).toContain(
      "expect(received).not.toHaveEvents(expected)\n\nThey were told.\n",
    );
  });

  it("leaves out the middle of many events", () => {
    const many = makeEvents(start, ...Array.from({ length: 50 }, () => ({})), end);
    const message = messageOf(() => expect(many).toHaveEvents(["on_tool_end"]));
    expect(message).toContain('  19. on_chain_stream "a" (a, seq 19)\n  … 12 more …\n  32. ');
  });
});
