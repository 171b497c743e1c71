import { createRunId } from "@rivulet/core";
import { createRunId as createPlainly } from "../../src/context/other-platform.ts";

describe.each([
  ["in Node", createRunId],
  ["elsewhere", createPlainly],
])("createRunId, %s", (_where, create) => {
  const ids = Array.from({ length: 1_000 }, () => create());

  it("makes an id of 21 URL-safe characters, as nanoid does", () => {
    for (const id of ids) expect(id).toMatch(/^[\w-]{21}$/);
  });

  it("makes a different one each time", () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("uses all 64 characters", () => {
    expect(new Set(ids.join("")).size).toBe(64);
  });
});
