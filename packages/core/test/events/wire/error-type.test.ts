import { runInNewContext } from "node:vm";
import { RivuletError } from "../../../src/errors/rivulet-error.ts";
import { RunTimeoutError } from "../../../src/errors/run-timeout-error.ts";
import { createEventCodec } from "../../../src/events/wire/event-codec.ts";

const { serializeValue, parseValue } = createEventCodec();

function roundTrip(value: unknown): unknown {
  return parseValue(JSON.parse(JSON.stringify(serializeValue(value))));
}

describe("errors", () => {
  it.each([Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError])(
    "%p comes back as itself",
    (Class) => {
      const back = roundTrip(new Class("went wrong"));
      expect(back).toBeInstanceOf(Class);
      expect(back).toStrictEqual(new Class("went wrong"));
    },
  );

  it("reads well on the wire", () => {
    expect(serializeValue(Object.assign(new TypeError("no"), { code: "E_NO", status: 4 }))).toEqual(
      {
        $rivulet: "error",
        type: "TypeError",
        name: "TypeError",
        message: "no",
        code: "E_NO",
        fields: { status: 4 },
      },
    );
  });

  it("keeps the name, code, cause and own fields of a user's class", () => {
    class QuotaError extends RangeError {
      override readonly name = "QuotaError";
      readonly code = 429;
      readonly limits = { perDay: new Date(0) };
    }
    const back = roundTrip(
      new QuotaError("too many", { cause: new TypeError("inner", { cause: "text" }) }),
    ) as QuotaError;
    expect(back).toBeInstanceOf(RangeError);
    expect(back).toMatchObject({
      name: "QuotaError",
      message: "too many",
      code: 429,
      limits: { perDay: new Date(0) },
    });
    expect(back.cause).toBeInstanceOf(TypeError);
    expect(back.cause).toMatchObject({ message: "inner", cause: "text" });
    expect(Object.keys(back).includes("cause")).toBe(false);
  });

  it("keeps a cause that is undefined apart from none", () => {
    expect(Object.hasOwn(roundTrip(new Error("x", { cause: undefined })) as Error, "cause")).toBe(
      true,
    );
    expect(Object.hasOwn(roundTrip(new Error("x")) as Error, "cause")).toBe(false);
  });

  it("keeps the errors of an AggregateError", () => {
    const back = roundTrip(new AggregateError([new TypeError("a"), "b"], "both")) as AggregateError;
    expect(back).toBeInstanceOf(AggregateError);
    expect(back.message).toBe("both");
    expect(back.errors).toEqual([new TypeError("a"), "b"]);
    const open = Object.assign(new AggregateError([], "open"), { errors: [1] });
    Object.defineProperty(open, "errors", { enumerable: true });
    expect(serializeValue(open)).toMatchObject({ errors: [1] });
    expect(serializeValue(open)).not.toHaveProperty("fields");
  });

  it("makes an AggregateError even of one without errors", () => {
    const back = parseValue({
      $rivulet: "error",
      type: "AggregateError",
      name: "AggregateError",
      message: "x",
    });
    expect((back as AggregateError).errors).toEqual([]);
  });

  it("keeps a DOMException's name", () => {
    const controller = new AbortController();
    controller.abort();
    const back = roundTrip(controller.signal.reason) as DOMException;
    expect(back).toBeInstanceOf(DOMException);
    expect([back.name, back.code, back.message]).toEqual([
      "AbortError",
      20,
      "This operation was aborted",
    ]);
  });

  it("gives a Rivulet error back as one", () => {
    const error = new RunTimeoutError("It took too long.", {
      runId: "run-1",
      runName: "slow",
      cause: 7,
    });
    const back = roundTrip(error);
    expect(RivuletError.isInstance(back)).toBe(true);
    expect(back).toBeInstanceOf(RivuletError);
    expect(back).toMatchObject({
      name: "RunTimeoutError",
      message: "It took too long.",
      code: "RUN_TIMEOUT",
      run_id: "run-1",
      run_name: "slow",
      cause: 7,
    });
    expect(serializeValue(back)).toEqual(serializeValue(error));
  });

  it("writes nothing about a run where there was none", () => {
    expect(serializeValue(new RunTimeoutError("late"))).toEqual({
      $rivulet: "error",
      type: "RivuletError",
      name: "RunTimeoutError",
      message: "late",
      code: "RUN_TIMEOUT",
    });
  });

  it("knows errors of another realm, by brand and by class", () => {
    const back = roundTrip(runInNewContext("new RangeError('far')"));
    expect(back).toBeInstanceOf(RangeError);
    expect(back).toMatchObject({ message: "far" });
  });

  it("knows an error that calls itself something else", () => {
    class Odd extends Error {
      readonly [Symbol.toStringTag] = "Odd";
    }
    expect(roundTrip(new Odd("x"))).toBeInstanceOf(Error);
    const rootless = Object.setPrototypeOf(new Error("y"), Object.create(null) as object) as Error;
    expect(roundTrip(rootless)).toMatchObject({ message: "y", name: "undefined" });
  });

  it("survives fields that cannot be read", () => {
    const error = Object.defineProperty(new Error("x"), "bad", {
      enumerable: true,
      get: () => {
        throw new TypeError("no");
      },
    });
    expect(roundTrip(error)).toMatchObject({
      message: "x",
      bad: { kind: "unreadable", description: "TypeError: no" },
    });
    const worse = Object.defineProperty(new Error("x"), "message", {
      get: () => {
        throw new TypeError("no");
      },
    });
    expect(serializeValue(worse)).toMatchObject({
      kind: "unreadable",
      description: "TypeError: no",
    });
  });

  it("survives an error that is its own cause", () => {
    const error = new Error("round");
    error.cause = error;
    expect(roundTrip(error)).toMatchObject({ message: "round", cause: { kind: "cycle" } });
  });

  it("keeps the beginning of a message that is too long", () => {
    const codec = createEventCodec({ maxStringLength: 20 });
    const back = codec.parseValue(codec.serializeValue(new Error("m".repeat(30))));
    expect(back).toBeInstanceOf(Error);
    expect((back as Error).message).toBe(`[string: 30 characters: ${"m".repeat(30)}]`);
  });

  it("takes no field that would pass for one of the error's own", () => {
    const fields = '{"message":"y","stack":"z","cause":1,"__proto__":{"a":1},"b":2}';
    const back = parseValue(
      JSON.parse(
        `{"$rivulet":"error","type":"Nonsense","name":"Error","message":"x","fields":${fields}}`,
      ),
    ) as Error;
    expect(back).toMatchObject({ message: "x", stack: "Error: x", b: 2 });
    expect(Object.getPrototypeOf(back)).toBe(Error.prototype);
    expect(Object.hasOwn(back, "cause")).toBe(false);
  });

  it("tells paths of the machine only when asked to", () => {
    const error = new Error("here");
    expect(JSON.stringify(serializeValue(error))).not.toContain("stack");
    expect((roundTrip(error) as Error).stack).toBe("Error: here");
    const codec = createEventCodec({ includeStacks: true });
    const back = codec.parseValue(codec.serializeValue(error)) as Error;
    expect(back.stack).toBe(error.stack);
    const bare = new Error("bare");
    delete bare.stack;
    expect(JSON.stringify(codec.serializeValue(bare))).not.toContain("stack");
  });
});
