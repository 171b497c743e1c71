import { CallbackManager, type CallbackHandler, type RunEvent } from "@rivulet/core";
import { redact, type RedactionPolicy } from "@rivulet/core/operators";
import { serializeEvent } from "@rivulet/core/wire";
import fc from "fast-check";
import { recordEvents } from "../support/record-events.ts";

/** A kind of chunk that adds up by a method of its own, as those of messages do. */
class Message {
  readonly content: string;
  constructor(content: string) {
    this.content = content;
  }
  concat({ content }: Message): Message {
    return new Message(this.content + content);
  }
}

// Letters that are in no name of a field and in no marker, so that a secret is found only where it was put. Ids and times, which
// nobody can put anything into, have them by chance, and so has JSON where it escapes half a character: see `toldBy`.
const secrets = fc.string({
  unit: fc.constantFrom(..."QXZ0123456789é😀"),
  minLength: 4,
  maxLength: 12,
});
const noise = fc.string({ unit: fc.constantFrom(..."QXZ0123456789é😀ab "), maxLength: 12 });
const kinds = fc.constantFrom<(text: string) => unknown>(
  (text) => text,
  (text) => new Message(text),
);

const parts = fc.record({
  secret: secrets,
  texts: fc.array(noise, { minLength: 1, maxLength: 5 }),
  cuts: fc.array(fc.nat(80), { maxLength: 12 }),
  toChunk: kinds,
  isPattern: fc.boolean(),
});

function cutAt(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length];
  const sorted = places.toSorted((one, other) => one - other);
  return sorted.slice(1).map((place, index) => text.slice(sorted[index], place));
}

function policyFor(secret: string, isPattern: boolean): RedactionPolicy {
  // As a pattern whose end is not known until something else comes.
  return { patterns: [isPattern ? new RegExp(`${secret}9*`, "u") : secret] };
}

// A name is never empty.
const nameFor = (text: string): string => `a ${text}`;

/** A chain with a model in it that streams these chunks, and says the text wherever one can say something. */
function run(handler: CallbackHandler, chunks: readonly unknown[], text: string): void {
  const manager = new CallbackManager({ callbacks: [handler] });
  const chain = manager.startRun({
    type: "chain",
    name: nameFor(text),
    input: { list: [text, new Map([[text, text]])] },
    tags: [text],
    metadata: { [text]: text },
  });
  const model = CallbackManager.forChildrenOf(chain).startRun({
    type: "chat_model",
    name: "model",
  });
  for (const chunk of chunks) {
    model.stream(chunk);
    chain.stream(chunk);
  }
  model.custom(nameFor(text), { text });
  model.error(new Error(text, { cause: { text } }), { value: new Message(text) });
  chain.end(text);
}

const chunkText = ({ data }: RunEvent): string => {
  const { chunk } = data as { chunk: string | Message };
  return typeof chunk === "string" ? chunk : chunk.content;
};

function streamed(events: readonly RunEvent[]): string {
  return events
    .filter(({ event }) => event === "on_chat_model_stream")
    .map(chunkText)
    .join("");
}

/** The keys and texts that JSON of an event has, as they are. */
function toldBy(event: object): string {
  const byChance = new Set(["run_id", "parent_ids", "seq", "time"]);
  const texts: string[] = [];
  JSON.stringify(event, (key, value: unknown) => {
    if (byChance.has(key)) return undefined;
    texts.push(key);
    if (typeof value === "string") texts.push(value);
    return value;
  });
  return texts.join("\n");
}

describe("a secret, whatever it is, wherever it is cut", () => {
  it("is in no event of a sink, and not in its chunks joined", () => {
    fc.assert(
      fc.property(parts, ({ secret, texts, cuts, toChunk, isPattern }) => {
        const text = texts.join(secret) + secret;
        const recorder = recordEvents();
        const originals = recordEvents();
        const handler = redact(recorder, policyFor(secret, isPattern));
        const both: CallbackHandler = {
          on_event: (event) => {
            originals.on_event(event);
            void handler.on_event?.(event);
          },
        };
        run(both, cutAt(text, cuts).map(toChunk), text);
        expect(recorder.events).toHaveLength(originals.events.length);
        const identities = ({ event, run_id, seq }: RunEvent): unknown => [event, run_id, seq];
        expect(recorder.events.map(identities)).toEqual(originals.events.map(identities));
        for (const event of recorder.events) {
          expect(toldBy(serializeEvent(event))).not.toContain(secret);
          expect(toldBy(event)).not.toContain(secret);
        }
        expect(streamed(recorder.events)).not.toContain(secret);
        // The originals are what they were.
        expect(streamed(originals.events)).toBe(text);
        expect(originals.events[0]?.name).toBe(nameFor(text));
      }),
      { numRuns: 500 },
    );
  });

  it("that is not there changes nothing", () => {
    fc.assert(
      fc.property(parts, ({ secret, texts, cuts, toChunk, isPattern }) => {
        const text = texts.join("");
        fc.pre(!text.includes(secret));
        const recorder = recordEvents();
        const chunks = cutAt(text, cuts).map(toChunk);
        run(redact(recorder, policyFor(secret, isPattern)), chunks, text);
        expect(streamed(recorder.events)).toBe(text);
        const told = recorder.events.filter(({ event }) => event === "on_chain_stream");
        told.forEach(({ data }, index) => {
          expect((data as { chunk: unknown }).chunk).toBe(chunks[index]);
        });
        expect(recorder.events.at(-1)?.data).toEqual({ output: text });
      }),
      { numRuns: 500 },
    );
  });
});
