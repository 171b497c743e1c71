import { toPlainJson, type JsonValue } from "@rivulet/runnables";
import { countValues, lookAtEach } from "../chains/consume.ts";
import { jsonTexts, longStringTexts, nestedTexts, wideObjectTexts } from "../chains/json-texts.ts";
import { rivuletJsonChain } from "../chains/rivulet-chain.ts";
import type { SizedProgram } from "../frame/sized-program.ts";

/** A document at several sizes, and how much of every snapshot is read. */
interface W2Read extends Pick<SizedProgram, "id" | "panel" | "against" | "atMost"> {
  readonly read: string;
  readonly texts: (size: number) => readonly string[];
  /** When left out, snapshots are not looked into. */
  readonly look?: (snapshot: unknown) => number;
  /** Times the base of the scale. */
  readonly factors: readonly number[];
}

type Item = Readonly<Record<string, JsonValue>>;

const wide = [1, 3, 10, 30, 100];
const deep = [0.3, 0.6, 1.2, 2.5, 5];
const list = { panel: "array of objects", against: "chunks", texts: jsonTexts, factors: wide };
const object = { panel: "wide object", against: "keys", texts: wideObjectTexts, factors: wide };
const text = { panel: "long string", against: "chunks", texts: longStringTexts, factors: wide };
const nested = { panel: "nesting", against: "levels", texts: nestedTexts, factors: deep };

const reads: readonly W2Read[] = [
  {
    ...list,
    id: "list-part",
    read: "last item read",
    atMost: 1.1,
    look: (snapshot) => lengthOf((snapshot as readonly Item[]).at(-1)?.["name"]),
  },
  {
    ...list,
    id: "list-whole",
    read: "every snapshot made plain",
    atMost: 1.5,
    look: (snapshot) => (toPlainJson(snapshot as JsonValue) as readonly Item[]).length,
  },
  {
    ...list,
    id: "list-walked",
    read: "every snapshot iterated over",
    // To look at each item of each snapshot is quadratic by itself.
    factors: [1, 2, 5, 10, 20],
    look: (snapshot) => {
      let sum = 0;
      for (const item of snapshot as readonly Item[]) sum += lengthOf(item["name"]);
      return sum;
    },
  },
  { ...object, id: "object-unread", read: "unread", atMost: 1.1 },
  {
    ...object,
    id: "object-part",
    read: "one key read",
    atMost: 1.1,
    look: (snapshot) => Number((snapshot as Item)["key00000"] ?? 0),
  },
  { ...text, id: "text-unread", read: "unread", atMost: 1.1 },
  {
    ...text,
    id: "text-part",
    read: "length read",
    atMost: 1.1,
    look: (snapshot) => lengthOf((snapshot as Item)["text"]),
  },
  { ...nested, id: "nested-unread", read: "unread", atMost: 1.1 },
  {
    ...nested,
    id: "nested-part",
    read: "outermost members read",
    atMost: 1.1,
    look: (snapshot) => {
      const inner = (snapshot as Item)["a"];
      return typeof inner === "object" ? 1 : 0;
    },
  },
];

/** Each way of reading each document; `base` of what the sizes count are a factor of 1. */
export function w2Reads(base: number): readonly SizedProgram[] {
  return reads.map(({ id, panel, against, atMost, read, texts, look, factors }) => ({
    id,
    label: `Rivulet, ${panel}, ${read}`,
    kind: "ours",
    against,
    panel,
    atMost,
    sizes: factors.map((factor) => Math.round(base * factor)),
    at: (size) => {
      const chunks = texts(size);
      const chain = rivuletJsonChain(chunks);
      return {
        units: chunks.length,
        run: () => {
          const values = chain.stream("Hello");
          return look === undefined ? countValues(values) : lookAtEach(values, look);
        },
      };
    },
  }));
}

function lengthOf(value: JsonValue | undefined): number {
  return typeof value === "string" ? value.length : 0;
}
