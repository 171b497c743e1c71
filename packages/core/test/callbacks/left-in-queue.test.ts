import { traceable, configure, type RunEvent } from "@rivulet/core";
import { dispatch } from "../../src/callbacks/dispatch.ts";
import type { Delivery } from "../../src/callbacks/listener.ts";
import { PendingWork } from "../../src/callbacks/pending-work.ts";
import { outline, recordEvents } from "../support/record-events.ts";

afterEach(() => {
  configure({ callbacks: [] });
});

// In the place of a stack that is full just then, which no test can bring about for sure.
const fullStack = new Proxy<readonly Delivery[]>([], {
  get: () => {
    throw new RangeError("Maximum call stack size exceeded");
  },
});

it("tells events that waited when the stack was full before any later one", () => {
  const handler = recordEvents();
  configure({ callbacks: [handler] });
  traceable(() => 1, { name: "earlier" })();
  const [event] = handler.events as [RunEvent];
  const inner = traceable(() => 2, { name: "inner" });
  const causes: Delivery = {
    handler: {},
    own: () => {
      dispatch(event, fullStack, new PendingWork());
      inner();
    },
    onEvent: undefined,
    where: undefined,
    isAwaited: false,
  };
  handler.events.length = 0;

  expect(() => {
    dispatch(event, [causes], new PendingWork());
  }).toThrow(RangeError);
  traceable(() => 3, { name: "later" })();

  expect(outline(handler.events)).toEqual(["inner start", "inner end", "later start", "later end"]);
});
