import { inspect } from "node:util";
import { RunLog, RunLogPatch, type RunLogOperation } from "@rivulet/runnables";
import fc from "fast-check";
import jsonPatch from "fast-json-patch";

const begin = new RunLogPatch({
  ops: [
    {
      op: "replace",
      path: "",
      value: {
        id: "1",
        name: "a",
        type: "chain",
        streamed_output: [],
        final_output: null,
        logs: {},
      },
    },
  ],
});

function chunk(value: unknown): RunLogPatch {
  return new RunLogPatch({ ops: [{ op: "add", path: "/streamed_output/-", value }] });
}

describe("RunLogPatch", () => {
  it("adds up to a log", () => {
    const log = begin.concat(chunk("a"));

    expect(log).toBeInstanceOf(RunLog);
    expect(log).toBeInstanceOf(RunLogPatch);
    expect(log.ops).toStrictEqual([...begin.ops, ...chunk("a").ops]);
    expect(log.state.streamed_output).toStrictEqual(["a"]);
  });

  it("is its operations in JSON and in the console", () => {
    expect(JSON.parse(JSON.stringify(chunk("a")))).toStrictEqual({ ops: chunk("a").ops });
    expect(inspect(chunk("a"))).toBe(
      "RunLogPatch { ops: [ { op: 'add', path: '/streamed_output/-', value: 'a' } ] }",
    );
  });
});

describe("RunLog", () => {
  it("leaves earlier logs, states and patches as they are", () => {
    const first = begin.concat(chunk("a"));
    const before = first.state;
    const second = first.concat(chunk("b"));

    expect(second.state.streamed_output).toStrictEqual(["a", "b"]);
    expect(first.state.streamed_output).toStrictEqual(["a"]);
    expect(before.streamed_output).toStrictEqual(["a"]);
    expect(first.ops).toHaveLength(2);
    expect(RunLog.fromRunLogPatch(begin).state.streamed_output).toStrictEqual([]);
  });

  it("can grow in two ways", () => {
    const root = begin.concat(chunk("a"));
    const left = root.concat(chunk("left"));
    const right = root.concat(chunk("right"));

    expect(right.state.streamed_output).toStrictEqual(["a", "right"]);
    expect(left.state.streamed_output).toStrictEqual(["a", "left"]);
    expect(root.state.streamed_output).toStrictEqual(["a"]);
  });

  it("is made again from its operations", () => {
    const { ops } = begin.concat(chunk("a"));

    expect(new RunLog({ ops }).state.streamed_output).toStrictEqual(["a"]);
  });

  it("adds a log to a log", () => {
    const tail = chunk("b").concat(chunk("c"));

    expect(begin.concat(chunk("a")).concat(tail).state.streamed_output).toStrictEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("shares what did not change between states", () => {
    const log = begin.concat(
      new RunLogPatch({ ops: [{ op: "add", path: "/logs/x", value: { name: "x" } }] }),
    );
    const { logs } = log.state;

    expect(log.concat(chunk("a")).state.logs).toBe(logs);
  });

  it("refuses a patch for what is not there", () => {
    expect(() => chunk("a").concat(chunk("b")).state).toThrow(
      expect.objectContaining({
        name: "InvalidArgumentError",
        message: expect.stringContaining("/streamed_output/-"),
      }),
    );
  });

  it("takes linear time: no patch looks at the ones before it", () => {
    let log: RunLogPatch = begin;
    const value = {
      get path(): string {
        throw new Error("A value is never looked into.");
      },
    };
    for (let index = 0; index < 100_000; index += 1) log = log.concat(chunk(value));

    expect((log as RunLog).state.streamed_output).toHaveLength(100_000);
  });

  it("agrees with a JSON Patch library, whatever is read in between", () => {
    const key = fc.constantFrom("a", "b/c", "~", "~1", "", "__x__");
    const value = fc.jsonValue();
    const operation = fc.oneof(
      fc.record({ kind: fc.constant("chunk" as const), key, value }),
      fc.record({ kind: fc.constant("entry" as const), key, value }),
      fc.record({ kind: fc.constant("inside" as const), key, value }),
      fc.record({ kind: fc.constant("output" as const), key, value }),
    );
    const toOps = ({
      kind,
      key: name,
      value: given,
    }: {
      kind: string;
      key: string;
      value: unknown;
    }): RunLogOperation[] => {
      const path = `/logs/${jsonPatch.escapePathComponent(name)}`;
      if (kind === "chunk") return [...chunk(given).ops];
      if (kind === "output") return [{ op: "replace", path: "/final_output", value: given }];
      if (kind === "entry") return [{ op: "add", path, value: { list: [], [name]: given } }];
      return [
        { op: "add", path, value: { list: ["last"] } },
        { op: "add", path: `${path}/list/0`, value: given },
        { op: "replace", path: `${path}/list/1`, value: "changed" },
      ];
    };
    fc.assert(
      fc.property(fc.array(fc.tuple(operation, fc.boolean())), (steps) => {
        const patches = steps.map(([step]) => new RunLogPatch({ ops: toOps(step) }));
        const ops = structuredClone(
          [begin, ...patches].flatMap((patch) => [...patch.ops]),
        ) as jsonPatch.Operation[];
        let log: RunLog = RunLog.fromRunLogPatch(begin);
        for (const [index, patch] of patches.entries()) {
          log = log.concat(patch);
          if (steps[index]?.[1] === true) expect(log.state).toBeDefined();
        }
        expect(log.state).toEqual(jsonPatch.applyPatch(null, ops).newDocument);
      }),
    );
  });
});
