import {
  createEventPredicate,
  EventCollector,
  filterEvents,
  observeRuns,
  type CallbackHandler,
  type EventFilter,
  type EventOf,
  type RunEvent,
  type RunShapes,
  type UnknownShapes,
} from "@rivulet/core";
import type { Observable } from "rxjs";
import { expectType, type Same } from "../support/expect-type.ts";

interface Shapes extends RunShapes {
  readonly chat_model: {
    readonly input: string;
    readonly chunk: { readonly text: string };
    readonly output: string[];
  };
  readonly tool: {
    readonly input: { readonly query: string };
    readonly chunk: never;
    readonly output: number;
  };
}

// A test on `event` narrows the data.
export function narrows(event: RunEvent<Shapes>): void {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- one of each kind is enough
  switch (event.event) {
    case "on_chat_model_stream":
      expectType<{ readonly text: string }>(event.data.chunk);
      // @ts-expect-error -- a chunk has no output
      void event.data.output;
      break;
    case "on_chat_model_end":
      expectType<string[]>(event.data.output);
      expectType<string | undefined>(event.data.input);
      break;
    case "on_tool_start":
      expectType<{ readonly query: string } | undefined>(event.data.input);
      // @ts-expect-error -- a start has no output yet
      void event.data.output;
      break;
    case "on_tool_error":
      expectType<unknown>(event.data.error);
      break;
    case "on_tool_cancel":
      expectType<unknown>(event.data.reason);
      break;
    case "on_custom_event":
      expectType<unknown>(event.data);
      break;
    default:
      expectType<unknown>(event.data);
  }
  expectType<string>(event.name);
  expectType<readonly string[]>(event.parent_ids);
  expectType<number>(event.seq);
  // @ts-expect-error -- an event belongs to everybody
  event.name = "other";
}

export const isOutputOfTool: Same<EventOf<"on_tool_end", Shapes>["data"]["output"], number> = true;

// Listeners are given the event that they are named after.
const handler: CallbackHandler<Shapes> = {
  on_tool_end: (event) => {
    expectType<"on_tool_end">(event.event);
    expectType<number>(event.data.output);
  },
  on_chat_model_stream: async (event) => {
    expectType<string>(event.data.chunk.text);
  },
  on_event: (event) => {
    expectType<RunEvent<Shapes>>(event);
  },
  around: (run, next) => {
    expectType<readonly string[]>(run.tags);
    return next();
  },
  filter: {
    includeTypes: ["tool"],
    includeEvents: ["on_tool_end"],
    where: (event) => event.event === "on_tool_end" && event.data.output > 1,
  },
  awaited: true,
};
// A handler of narrower payloads is a handler for the kernel.
const kernel: CallbackHandler = handler;
void kernel;

export const wrongHandlers: CallbackHandler[] = [
  // @ts-expect-error -- there is no such event
  { on_tool_begin: () => undefined },
  // @ts-expect-error -- a listener is a function
  { on_tool_end: 5 },
  // @ts-expect-error -- there is no such type
  { filter: { includeTypes: ["graph"] } },
];

// The same filter, wherever it is used.
const filter: EventFilter = { where: (event) => event.seq > 1, runIds: ["a"], metadata: { k: 1 } };
expectType<(event: RunEvent) => boolean>(createEventPredicate(filter));
expectType<Observable<RunEvent>>(observeRuns(filter));
expectType<Observable<RunEvent>>(observeRuns().pipe(filterEvents(filter)));
expectType<Observable<RunEvent<Shapes>>>(
  new EventCollector<RunEvent<Shapes>>({
    where: (event) => event.event !== "on_tool_end" || event.data.output > 1,
  }).events$,
);
// @ts-expect-error -- `where` answers yes or no
export const wrongFilter: EventFilter = { where: () => "yes" };

expectType<RunEvent<UnknownShapes>>({} as RunEvent);
