import { InvalidArgumentError } from "@rivulet/core";
import { checkFields, type FieldRules } from "@rivulet/provider";

const rules: FieldRules = {
  numbers: ["temperature", "topP"],
  positiveIntegers: ["n"],
  others: [{ names: ["mood"], expected: "a mood", fits: (value) => value === "calm" }],
};

const messageOf = (fields: object): string => {
  try {
    checkFields("ChatAcme", fields, rules);
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message;
    throw error;
  }
  return "";
};

describe("checkFields", () => {
  it.each<[object]>([
    [{}],
    [{ model: undefined, temperature: null, n: null, maxRetries: null, apiKey: null, mood: null }],
    [{ model: "m", temperature: -0.5, topP: 0, n: 1, maxRetries: 0, apiKey: "", mood: "calm" }],
    [{ apiKey: () => "key" }],
    [{ unknown: Symbol("of anything") }],
  ])("takes %p", (fields) => {
    expect(messageOf(fields)).toBe("");
  });

  it.each<[object, string]>([
    [{ model: "" }, 'model of ChatAcme was ""; give its name.'],
    [{ model: 5 }, "model of ChatAcme was 5 (number); give its name."],
    [{ temperature: "1" }, 'temperature of ChatAcme was "1"; give a number.'],
    [{ topP: Number.NaN }, "topP of ChatAcme was NaN (number); give a number."],
    [{ n: 0 }, "n of ChatAcme was 0 (number); give a positive integer."],
    [{ n: 1.5 }, "n of ChatAcme was 1.5 (number); give a positive integer."],
    [{ n: "1" }, 'n of ChatAcme was "1"; give a positive integer.'],
    [{ mood: "wild" }, 'mood of ChatAcme was "wild"; give a mood.'],
    [
      { maxRetries: -1 },
      "maxRetries of ChatAcme was -1 (number); give how often to try again, 0 or more.",
    ],
    [
      { maxRetries: 0.5 },
      "maxRetries of ChatAcme was 0.5 (number); give how often to try again, 0 or more.",
    ],
  ])("refuses %p", (fields, message) => {
    expect(messageOf(fields)).toBe(message);
  });

  it("does not say what a wrong key was", () => {
    expect(messageOf({ apiKey: 1234 })).toBe(
      "apiKey of ChatAcme was neither a text nor a function; give one of them.",
    );
  });

  it("tells of the first that is wrong, the provider's own rules before the retries", () => {
    const wrong = {
      apiKey: 1,
      maxRetries: -1,
      mood: "wild",
      n: 0,
      topP: "",
      temperature: "",
      model: "",
    };
    const names = ["model", "temperature", "topP", "n", "mood", "maxRetries", "apiKey"];
    const told: (string | undefined)[] = [];
    const left: Record<string, unknown> = { ...wrong };
    for (const name of names) {
      told.push(messageOf(left).split(" ")[0]);
      delete left[name];
    }
    expect(told).toEqual(names);
  });
});
