// Compiled, never run: the types of the matchers in both of Jest's typings, and of a recorder.

import "@rivulet/testing/jest";
import type { RunEvent } from "@rivulet/core";
import type { AIMessageChunk, StreamEvent } from "@rivulet/runnables";
import {
  EventRecorder,
  rivuletMatchers,
  type ScriptedChatModel,
  type MatcherContext,
} from "@rivulet/testing";
import { expect as importedExpect, type MatcherContext as JestContext } from "expect";

const recorder = new EventRecorder();

expect(recorder).toObeyRunLaws();
expect(recorder.events).toObeyRunLaws({ allowOpen: true });
expect(recorder).toMatchRunTree("a (chain) ended");
expect(recorder).not.toMatchRunTree({ name: expect.any(String), children: [{ name: "b" }] });
expect(recorder).toHaveEvents(["on_chain_start", { seq: 1 }], { exact: true });
importedExpect(recorder).toObeyRunLaws();
importedExpect(recorder).not.toMatchRunTree([{ status: "ended" }]);
importedExpect(recorder).toHaveEvents([]);

// @ts-expect-error -- no such option
expect(recorder).toObeyRunLaws({ allowClosed: true });
// @ts-expect-error -- no such event
expect(recorder).toHaveEvents(["on_chain_middle"]);
// @ts-expect-error -- no such field
importedExpect(recorder).toMatchRunTree({ nmae: "b" });

expect.extend(rivuletMatchers);
importedExpect.extend(rivuletMatchers);
declare const context: JestContext;
context satisfies MatcherContext;

recorder.events satisfies readonly StreamEvent[];
for (const event of recorder.of({ includeTypes: ["chat_model"] })) {
  if (event.event === "on_chat_model_stream") event.data.chunk satisfies AIMessageChunk;
}

declare const narrow: ReturnType<typeof ScriptedChatModel.prototype.streamEvents>;
declare const wide: AsyncIterable<RunEvent>;
void (EventRecorder.from(narrow) satisfies Promise<EventRecorder<StreamEvent>>);
void (EventRecorder.from(wide) satisfies Promise<EventRecorder<RunEvent>>);
