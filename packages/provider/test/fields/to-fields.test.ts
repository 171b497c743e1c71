import { InvalidArgumentError } from "@rivulet/core";
import { toFields } from "@rivulet/provider";

interface Fields {
  readonly model?: string;
  readonly topK?: number;
}

describe("toFields", () => {
  it("gives the fields as they are", () => {
    const fields: Fields = { model: "m", topK: 1 };
    expect(toFields("ChatAcme", fields, { topK: 2 })).toBe(fields);
  });

  it("puts the name of the model beside the other fields", () => {
    const others: Fields = { model: "other", topK: 2 };
    expect(toFields("ChatAcme", "m", others)).toEqual({ model: "m", topK: 2 });
    expect(others).toEqual({ model: "other", topK: 2 });
  });

  it.each<[unknown, string]>([
    [null, "null"],
    [undefined, "undefined"],
    [5, "5 (number)"],
    [["m"], "an array"],
    [() => "m", "a function"],
  ])("refuses %p", (given, described) => {
    const convert = (): unknown => toFields<Fields>("ChatAcme", given as Fields, {});
    expect(convert).toThrow(InvalidArgumentError);
    expect(convert).toThrow(`The fields of ChatAcme were ${described}; give an object.`);
  });
});
