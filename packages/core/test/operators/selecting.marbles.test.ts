import { InvalidArgumentError, type RunEvent } from "@rivulet/core";
import { byName, byTag, ofEvent, ofType, rootsOnly, text, under } from "@rivulet/core/operators";
import type { OperatorFunction } from "rxjs";
import { familyEvents } from "../support/family.ts";
import { createTestScheduler } from "../support/marbles.ts";

const events = familyEvents();

const selected: readonly (readonly [string, OperatorFunction<RunEvent, unknown>, string])[] = [
  ["ofEvent of one", ofEvent("on_chain_end"), "------g--|"],
  ["ofEvent of two", ofEvent("on_chain_end", "on_custom_event"), "----e-g--|"],
  ["ofEvent of none", ofEvent(), "---------|"],
  ["ofType", ofType("chat_model", "tool"), "-bcd-f-hi|"],
  ["byName of a string", byName("model"), "-bcdef---|"],
  ["byName of a custom event", byName("progress"), "----e----|"],
  ["byName of a pattern", byName(/^(model|search)$/), "-bcdef-hi|"],
  ["byName of a pattern with a memory", byName(/o/g), "-bcdef---|"],
  ["byTag", byTag("slow", "fast"), "-bcdef---|"],
  ["under a root", under("chain"), "abcdefg--|"],
  ["under a child", under("model"), "-bcdef---|"],
  ["rootsOnly", rootsOnly(), "a-----ghi|"],
];

describe("an operator that selects", () => {
  it.each(selected)("%s", (_what, operator, expected) => {
    createTestScheduler().run(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold("abcdefghi|", events);
      expectObservable(source.pipe(operator)).toBe(expected, events);
      expectSubscriptions(source.subscriptions).toBe("^--------!");
      const failing = cold("#", events);
      expectObservable(failing.pipe(operator)).toBe("#");
    });
  });

  it("refuses a name and a type that there is not", () => {
    for (const wrong of ["on_tool_begin", undefined, null, 5, {}]) {
      expect(() => ofEvent(wrong as never)).toThrow(InvalidArgumentError);
      expect(() => ofType(wrong as never)).toThrow(InvalidArgumentError);
    }
    for (const wrong of [undefined, null, 1, {}]) {
      expect(() => byTag(wrong as never)).toThrow(InvalidArgumentError);
      expect(() => byName(wrong as never)).toThrow(InvalidArgumentError);
    }
  });
});

describe("text", () => {
  const message = (content: unknown): unknown => ({ content });
  const texts: readonly (readonly [string, readonly [unknown, unknown], string])[] = [
    ["texts", ["x", "y"], "--xy-----|"],
    ["empty texts", ["", "y"], "---y-----|"],
    ["messages with a text", [{ text: "x" }, { text: "y", content: "z" }], "--xy-----|"],
    ["messages with content", [message("x"), message("y")], "--xy-----|"],
    [
      "messages of blocks",
      [message([{ type: "text", text: "x" }, { type: "image" }, 1, { text: 2 }]), message([])],
      "--x------|",
    ],
    ["what has no text", [message(1), 1], "---------|"],
    ["nothing", [null, undefined], "---------|"],
  ];

  it.each(texts)("reads %s", (_what, chunks, expected) => {
    createTestScheduler().run(({ cold, expectObservable }) => {
      expectObservable(cold("abcdefghi|", familyEvents(chunks)).pipe(text())).toBe(expected);
    });
  });
});
