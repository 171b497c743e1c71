import { observeRuns, type EventOf, type RunEvent } from "@rivulet/core";
import { byName, ofEvent, ofType, text, withUsage, type Usage } from "@rivulet/core/operators";
import type { Observable } from "rxjs";
import { expectType, type Same } from "../support/expect-type.ts";

const ends$ = observeRuns().pipe(ofEvent("on_tool_end", "on_llm_end"));
expectType<Same<typeof ends$, Observable<EventOf<"on_tool_end"> | EventOf<"on_llm_end">>>>(true);

const tools$ = observeRuns().pipe(ofType("tool"));
tools$.subscribe((event) => {
  if (event.event === "on_tool_stream") expectType<unknown>(event.data.chunk);
  // @ts-expect-error -- no other type comes through
  if (event.event === "on_llm_end") return;
});

expectType<Observable<string>>(observeRuns().pipe(byName("a"), text()));
expectType<Observable<{ readonly event: RunEvent; readonly usage: Usage }>>(
  observeRuns().pipe(withUsage()),
);
// @ts-expect-error -- no such event
ofEvent("on_tool_begin");
// @ts-expect-error -- no such type
ofType("graph");
