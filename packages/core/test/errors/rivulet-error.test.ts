import {
  EventParseError,
  FlushTimeoutError,
  InvalidArgumentError,
  RivuletError,
  RunCancelledError,
  RunTimeoutError,
} from "@rivulet/core";

const kinds = [
  [EventParseError, "EVENT_PARSE"],
  [FlushTimeoutError, "FLUSH_TIMEOUT"],
  [InvalidArgumentError, "INVALID_ARGUMENT"],
  [RunCancelledError, "RUN_CANCELLED"],
  [RunTimeoutError, "RUN_TIMEOUT"],
] as const;

describe.each(kinds)("%p", (Kind, code) => {
  it("has a name, a stable code, the run it belongs to and its cause", () => {
    const cause = new Error("cause");
    const error = new Kind("What was wrong.", { cause, runId: "id", runName: "name" });
    expect(error).toBeInstanceOf(RivuletError);
    expect(error).toMatchObject({
      name: Kind.name,
      code,
      message: "What was wrong.",
      cause,
      run_id: "id",
      run_name: "name",
    });
    expect(RivuletError.isInstance(error)).toBe(true);
  });

  it("has neither run nor cause where there is none", () => {
    const error = new Kind("What was wrong.");
    expect([error.run_id, error.run_name, "cause" in error]).toEqual([undefined, undefined, false]);
    expect(new Kind("x", { cause: undefined })).toHaveProperty("cause", undefined);
  });
});

describe("RivuletError.isInstance", () => {
  it("knows an error of another copy of the package", async () => {
    let foreign: unknown;
    await jest.isolateModulesAsync(async () => {
      const other = await import("@rivulet/core");
      foreign = new other.RunCancelledError("left");
    });
    expect(foreign).not.toBeInstanceOf(RivuletError);
    expect(RivuletError.isInstance(foreign)).toBe(true);
  });

  it.each([new Error("plain"), null, undefined, "text", {}])("does not know %p", (value) => {
    expect(RivuletError.isInstance(value)).toBe(false);
  });
});
