import { toBase64 } from "@rivulet/provider";

describe("toBase64", () => {
  it.each([0, 1, 2, 3, 8_191, 8_192, 8_193, 200_000])("writes %d bytes", (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7) % 256);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
  });

  it("reads no more than the part that a view shows", () => {
    const view = new Uint8Array(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2);
    expect(toBase64(view)).toBe("AgM=");
  });

  it("leaves a text as it is, and makes nothing of anything else", () => {
    expect(toBase64("AgM=")).toBe("AgM=");
    for (const other of [undefined, null, 5, [1, 2], {}]) expect(toBase64(other)).toBeUndefined();
  });
});
