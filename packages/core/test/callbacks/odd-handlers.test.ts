import { configure, traceable, type CallbackHandler, type RunEvent } from "@rivulet/core";
import { recordEvents } from "../support/record-events.ts";
import { collectUnhandled } from "../support/signals.ts";

afterEach(() => {
  configure({ callbacks: [], onListenerError: undefined });
  jest.restoreAllMocks();
});

describe("a handler that cannot be read", () => {
  const unreadable: [string, () => CallbackHandler][] = [
    [
      "by a getter",
      () => ({
        get on_chain_end(): never {
          throw new Error("unreadable");
        },
      }),
    ],
    [
      "by a proxy",
      () =>
        new Proxy<CallbackHandler>(
          {},
          {
            get: (_, key) => {
              if (key === "on_event") throw new Error("unreadable");
              return undefined;
            },
          },
        ),
    ],
  ];

  it.each(unreadable)("%s harms neither a run nor another handler", async (_how, make) => {
    const reported: unknown[] = [];
    const handler = make();
    const recorder = recordEvents();
    configure({
      callbacks: [handler, recorder],
      onListenerError: (error, context) => reported.push([String(error), context]),
    });
    await expect(traceable(async () => "done", { name: "a" })()).resolves.toBe("done");
    expect(recorder.events.map(({ event }) => event)).toEqual(["on_chain_start", "on_chain_end"]);
    expect(reported).toContainEqual(["Error: unreadable", { handler, event: undefined }]);
  });
});

describe("an onListenerError that returns a promise", () => {
  it("is warned of when that rejects", async () => {
    const warn = jest.spyOn(console, "warn").mockImplementation();
    const report = async (): Promise<never> => {
      throw new Error("not reported");
    };
    configure({ onListenerError: report });
    const failing = {
      on_chain_start: (_event: RunEvent): void => {
        throw new Error("broken");
      },
    };
    configure({ callbacks: [failing] });
    const unhandled = await collectUnhandled(async () => {
      await traceable(async () => 1)();
    });
    expect(unhandled).toEqual([]);
    expect(warn.mock.calls.map(([, error]) => String(error))).toEqual(["Error: not reported"]);
  });
});
