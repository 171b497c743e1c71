import { JsonOutputParser, RunnableGenerator, type JsonValue } from "@rivulet/runnables";
import { countCopiedMembers, type CopiedMembers } from "./support/count-copied-members.ts";
import { countJoinedCharacters } from "./support/count-joined-characters.ts";

type Read = (snapshot: JsonValue) => unknown;

/** A document that never ends, in chunks of 4 characters. */
type Document = (chunks: number) => string;

const chunkLength = 4;

function repeat(start: string, member: (index: number) => string): Document {
  return (chunks) => {
    const length = chunks * chunkLength;
    let text = start;
    for (let index = 100_000; text.length < length; index += 1) text += member(index);
    return text.slice(0, length);
  };
}

const itemLength = 32;
const membersOfItem = 2;
const items = repeat("[", (index) => `{"id":${String(index)},"name":"country1"},`);
const members = (index: number): string => `"key${String(index)}":1,`;
const wideObject = repeat("{", members);
const wideItem = repeat("[{", members);
const nesting = repeat("", () => "[");
const longString = repeat('["', () => "abcd");

async function* cut(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += chunkLength) yield text.slice(at, at + chunkLength);
}

/** Streams a document through the parser, and does with each snapshot what `read` does. */
async function parse(document: Document, chunks: number, read: Read): Promise<void> {
  const text = document(chunks);
  const chain = new RunnableGenerator(() => cut(text)).pipe(new JsonOutputParser());
  for await (const snapshot of chain.stream("x")) read(snapshot);
}

/** The members copied for each chunk between the 10,000th and the 20,000th. */
async function copiedPerChunk(document: Document, read: Read): Promise<CopiedMembers> {
  const ofFew = await countCopiedMembers(() => parse(document, 10_000, read));
  const ofMany = await countCopiedMembers(() => parse(document, 20_000, read));
  return {
    frozen: (ofMany.frozen - ofFew.frozen) / 10_000,
    sliced: (ofMany.sliced - ofFew.sliced) / 10_000,
  };
}

const unread: Read = () => undefined;

function firstKey(object: JsonValue | undefined): unknown {
  return Reflect.get(object as object, "key100000");
}

function lastItem(snapshot: JsonValue): JsonValue | undefined {
  return Array.isArray(snapshot) ? (snapshot as readonly JsonValue[]).at(-1) : undefined;
}

describe("members copied for a chunk of JSON", () => {
  // Each member is frozen once, when its item is complete.
  const frozenByClosing = (membersOfItem * chunkLength) / itemLength;

  it("are 0 from array to array, and 0.25 into items that are complete, in a long array whose snapshots are unread", async () => {
    const copied = await copiedPerChunk(items, unread);
    expect(copied.sliced).toBe(0);
    expect(copied.frozen).toBeCloseTo(frozenByClosing, 3);
  });

  it("are 0 from array to array, and at most 2 for the last item, where that is read of every snapshot", async () => {
    let last: JsonValue | undefined;
    const copied = await copiedPerChunk(items, (snapshot) => {
      last = lastItem(snapshot);
    });
    expect(last).toMatchObject({ id: expect.any(Number) });
    expect(copied.sliced).toBe(0);
    expect(copied.frozen).toBeLessThanOrEqual(2);
  });

  it("are at most 512 of a short document, where every snapshot is plain", async () => {
    let most = 0;
    let before = 0;
    await countCopiedMembers(async (sofar) => {
      await parse(items, 10_000, () => {
        most = Math.max(most, sofar.frozen - before);
        before = sofar.frozen;
      });
    });
    expect(most).toBeGreaterThan(100);
    expect(most).toBeLessThanOrEqual(512);
  });

  it.each<[string, Document, Read]>([
    ["a wide object, unread", wideObject, unread],
    ["a wide object, one key read", wideObject, firstKey],
    [
      "an array of one wide object, one key of it read",
      wideItem,
      (list) => firstKey(lastItem(list) ?? {}),
    ],
    ["a nesting of 80,000 arrays, unread", nesting, unread],
    ["a nesting of 80,000 arrays, the first one read", nesting, lastItem],
  ])("are 0 of %s", async (_what, document, read) => {
    expect(await copiedPerChunk(document, read)).toEqual({ frozen: 0, sliced: 0 });
  });
});

describe("characters joined for a chunk of JSON", () => {
  it.each<[string, Document]>([
    ["a long string", longString],
    ["a long array", items],
  ])("are at most its 4, in %s", async (_what, document) => {
    const joined = await countJoinedCharacters(() => parse(document, 10_000, lastItem));
    expect(joined).toBeLessThanOrEqual(10_000 * chunkLength);
  });
});
