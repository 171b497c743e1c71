import { tracingChannel } from "node:diagnostics_channel";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { traceable } from "@rivulet/core";
import { enableDebug, hook, runChannelName, watchRuns } from "@rivulet/core/debug";
import { nextTurn } from "../support/signals.ts";
import { waysOut } from "../support/ways-out.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const nothing = (): void => undefined;

const aids: readonly (readonly [string, () => () => void])[] = [
  ["a hook", () => hook({}, { onStart: nothing, onEnd: nothing, around: (_run, next) => next() })],
  ["debug lines", () => enableDebug({ namespaces: "rivulet:*", write: nothing })],
  ["the account of open runs", () => watchRuns()],
  [
    "the tracing channel",
    () => {
      const { start } = tracingChannel(runChannelName);
      start.subscribe(nothing);
      return () => {
        start.unsubscribe(nothing);
      };
    },
  ],
];

async function collected(reference: WeakRef<object>): Promise<boolean> {
  for (let round = 0; round < 10; round += 1) {
    await nextTurn();
    collectGarbage();
    if (reference.deref() === undefined) return true;
  }
  return false;
}

describe.each(aids)("%s keeps nothing of a run that is over", (_what, use) => {
  let end: () => void;
  beforeEach(() => {
    end = use();
  });
  afterEach(() => {
    end();
  });

  it("by a value that went through it", async () => {
    const through = (): WeakRef<object> => {
      const value = { list: [1] };
      traceable((given: object) => given)(value);
      return new WeakRef(value);
    };
    expect(await collected(through())).toBe(true);
  });

  it.each(waysOut)("where $name", async ({ play }) => {
    const through = async (): Promise<WeakRef<object>> => {
      const metadata = { list: { a: 1 } };
      await play({ metadata });
      return new WeakRef(metadata.list);
    };
    expect(await collected(await through())).toBe(true);
  });
});
