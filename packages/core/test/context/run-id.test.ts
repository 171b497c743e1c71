import { createRunId } from "@rivulet/core";

describe("createRunId", () => {
  const ids = Array.from({ length: 1_000 }, () => createRunId());

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
