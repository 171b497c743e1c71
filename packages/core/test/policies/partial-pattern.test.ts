import { CallbackManager, InvalidArgumentError } from "@rivulet/core";
import { redact } from "@rivulet/core/operators";
import fc from "fast-check";
import { recordEvents } from "../support/record-events.ts";

/** What the chunks of one run come out as, joined. */
function joined(pattern: RegExp | string, chunks: readonly string[]): string {
  const recorder = recordEvents();
  const handler = redact(recorder, { patterns: [pattern], replacement: "#" });
  const run = new CallbackManager({ callbacks: [handler] }).startRun({ type: "llm", name: "m" });
  for (const chunk of chunks) run.stream(chunk);
  run.end("");
  return recorder.events.map(({ data }) => (data as { chunk?: string }).chunk ?? "").join("");
}

// A pattern, and a text with what it finds.
const patterns: readonly (readonly [RegExp | string, string])[] = [
  ["secret", "a secret, secret!secre"],
  ["a.b", "axb a.b a.ba.b"],
  [/sk-[a-z0-9]{4,8}/, "key sk-abcd1234efgh and sk-ab"],
  [/\d{4}(?:-\d{4}){3}/, "no 1234-5678-1234-5678, 1234-5678"],
  [/(?:ab|cd)+e/, "xababcde cdcdx abe"],
  [/(ab|cd)+?e{2,}/i, "ABCDee abe cdEEe"],
  [/(?<word>key)=\w{3,9}/, "key=abc; key=ab key=0123456789"],
  [/\bkey\b/, "key monkey keys key"],
  [/\Bkey/, "monkey key"],
  [/(?<=id )\d{3}/, "id 123 no 456 id 7"],
  [/(?<!no )\d{3}/, "id 123 no 456"],
  [/key(?=!)/, "key key! key"],
  [/key(?=[!?]{2})./, "key! key!? key"],
  [/(?=\w{2} \d)k\w/, "ke key 1 ke 1 ke 2x"],
  [/(?=.*\d)[a-z]{2}(?=.(?=-))/, "ab-- ab --1 ab-"],
  [/(?:a|b)c(?=x|yy)/, "acxy bcyy ac ace"],
  [/ac(?=xx)|bd/, "acxx bd bd ac"],
  [/key(?!!)/, "key key! key"],
  [/key(?![)!\]])(?:)x/, "keyx key)x"],
  [/^abc$/, "abc"],
  [/^abc$/m, "x\nabc\nabcd\nabc"],
  [/[^a-z\]]{3}x/, "AB]x ABCx"],
  [/\u0041\x42\cJ|\tz/, "AB\nx\tz"],
  [/a{b/, "a{b a{2}"],
  [/x{2}y{2,}z{1,3}/, "xxyyz xxyyyzzzz"],
  [/😀{2}/u, "a😀😀😀b"],
  [/\u{1F600}x/u, "😀x 😀"],
  [/\ud83d\ude00x/u, "😀x 😀"],
  [/\p{Lu}{3}/u, "ABc ABC"],
  [new RegExp("[\\p{L}--[a-z]]{2}x", "v"), "ABx abx"],
  [/(?:ab*|cd)?e/, "xabbbe cde e"],
  [/a*?b+?c/, "aabbc abc"],
];

describe("a pattern", () => {
  it.each(patterns)("%s finds in parts what it finds in the whole", (pattern, text) => {
    const whole =
      typeof pattern === "string"
        ? text.replaceAll(pattern, "#")
        : text.replaceAll(new RegExp(pattern, `${pattern.flags}g`), "#");
    expect(whole).toContain("#");
    for (let at = 0; at <= text.length; at += 1)
      expect(joined(pattern, [text.slice(0, at), text.slice(at)])).toBe(whole);
    expect(joined(pattern, text.split(""))).toBe(whole);
  });

  it.each([
    ["no pattern", 1],
    ["an empty text", ""],
    ["one that matches nothing", /a*/],
    ["a reference", /(a)\1/],
    ["a named reference", /(?<a>a)\k<a>/],
  ])("that is %s is refused", (_what, pattern) => {
    expect(() => redact({}, { patterns: [pattern as string] })).toThrow(InvalidArgumentError);
  });

  it("finds the first of several, and gives a match of nothing no say", () => {
    const recorder = recordEvents();
    const handler = redact(recorder, { patterns: ["bc", "ab", /(?=x)|yz/], replacement: "#" });
    new CallbackManager({ callbacks: [handler] })
      .startRun({ type: "llm", name: "m", input: "abcxyz" })
      .end(1);
    expect(recorder.events[0]?.data).toEqual({ input: "#cx#" });
  });

  it("comes out as in the whole, wherever it is cut", () => {
    const words = fc.array(fc.constantFrom("ab", "a", "b", "c", "-", "abc", "😀"), {
      maxLength: 12,
    });
    const kinds = fc.constantFrom<RegExp | string>("abc", /ab{1,3}c/, /(?:a|b)+-/, /😀b/u, "a-b");
    fc.assert(
      fc.property(
        words,
        kinds,
        fc.infiniteStream(fc.integer({ min: 1, max: 3 })),
        (list, pattern, cuts) => {
          const text = list.join("");
          const chunks: string[] = [];
          for (let at = 0; at < text.length;) {
            const length = cuts.next().value;
            chunks.push(text.slice(at, at + length));
            at += length;
          }
          const global =
            typeof pattern === "string" ? pattern : new RegExp(pattern, `${pattern.flags}g`);
          expect(joined(pattern, chunks)).toBe(text.replaceAll(global, "#"));
        },
      ),
      { numRuns: 500 },
    );
  });
});
