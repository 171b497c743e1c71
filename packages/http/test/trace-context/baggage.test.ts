import { formatBaggage, parseBaggage } from "../../src/trace-context/baggage.ts";

describe("a baggage header", () => {
  it.each([
    [
      "members",
      "userId=alice,serverNode=DF%2028,isProduction=false",
      ["userId=alice", "serverNode=DF%2028", "isProduction=false"],
    ],
    ["white space", "key1 = value1 \t,\tkey2=value2", ["key1=value1", "key2=value2"]],
    [
      "properties, as they are",
      "key1=value1;property1;p2=x, key2=y",
      ["key1=value1;property1;p2=x", "key2=y"],
    ],
    ["an empty value", "key1=", ["key1="]],
    ["a value with equals signs", "key1=a=b", ["key1=a=b"]],
    [
      "what is no member left out",
      'a=1,nothing,=2,b c=3,d="4",e=\\,f=5\r\nx: y,g=6',
      ["a=1", "g=6"],
    ],
    ["nothing", "", []],
    ["no header", undefined, []],
    ["no header, as Headers says it", null, []],
  ])("%s", (_what, header, members) => {
    expect([...parseBaggage(header)].map(([key, value]) => `${key}=${value}`)).toEqual(members);
  });

  it("has at most 64 members and 8,192 characters", () => {
    const many = Array.from({ length: 100 }, (_, index) => `k${String(index)}=1`).join(",");
    expect(parseBaggage(many).size).toBe(64);
    const baggage = parseBaggage(`a=${"x".repeat(8000)}`);
    const written = formatBaggage(baggage, ["rivulet", "y".repeat(300)]);
    expect(written).toBe(`rivulet=${"y".repeat(300)}`);
  });

  it("is written with our member first, in the place of an older one", () => {
    const baggage = parseBaggage("userId=alice;p,rivulet=old");
    expect(formatBaggage(baggage, ["rivulet", "a/b"])).toBe("rivulet=a/b,userId=alice;p");
  });

  it("takes no member that is cut at its limit", () => {
    const long = `a=${"x".repeat(8180)}`;
    const members = [...parseBaggage(`${long},rivulet=root/inner,c=1`).keys()];
    expect(members).toEqual(["a"]);
  });
});
