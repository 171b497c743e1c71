import { dispatchCustomEvent } from "@rivulet/core";
import type { RedactionPolicy } from "@rivulet/core/operators";
import {
  AIMessageChunk,
  RunnableGenerator,
  RunnableLambda,
  type Runnable,
  type RunnableConfig,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

/** One secret for each way in which a policy finds one. */
export const planted = { pattern: "sk-QXZ0Q1X2Z3", key: "key-QXZ4Q5", path: "path-QXZ6Q7" };

export const secretsPolicy: RedactionPolicy = {
  patterns: [/sk-[A-Z0-9]{10}/u],
  keys: ["apiKey"],
  paths: ["data.**.card", "metadata.card"],
};

/** Which of the secrets are in a text. */
export const secretsIn = (text: string): string[] =>
  Object.values(planted).filter((secret) => text.includes(secret));

const { pattern: secret } = planted;

class Note {
  readonly text = secret;
  readonly #hidden = secret;
  toJSON(): unknown {
    return { hidden: this.#hidden };
  }
}

/** What a call is given: a secret of each kind. */
export const input = { question: `my ${secret}`, apiKey: planted.key, card: planted.path };

export const config: RunnableConfig = {
  tags: [`tag ${secret}`],
  metadata: { user: secret, apiKey: planted.key, card: planted.path },
};

function pieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}

const toolPiece = (args: string): AIMessageChunk =>
  new AIMessageChunk({
    content: "",
    tool_call_chunks: [{ index: 0, id: "call", name: "t", args }],
  });

const model = new ScriptedChatModel({
  chunks: [
    ...[1, 2, 5, 7].flatMap((size) => pieces(`it is ${secret}, `, size)),
    ...pieces(JSON.stringify({ password: secret }), 3).map(toolPiece),
  ],
});

const failing = new RunnableLambda({
  name: `fail with ${secret}`,
  func: (): never => {
    throw Object.assign(new TypeError(`no ${secret}`, { cause: new Error(secret) }), { secret });
  },
});

const telling = new RunnableGenerator<unknown, unknown>(async function* tell() {
  yield* pieces(`now ${secret}.`, 4);
});

/** A chain that says its secrets wherever a run can say anything. */
export const leaky: Runnable<unknown, unknown> = new RunnableLambda({
  name: `leaky ${secret}`,
  func: async (given: unknown) => {
    const { text } = await model.invoke(`what is ${secret}?`);
    await failing.invoke(given).catch(() => undefined);
    await dispatchCustomEvent(`note ${secret}`, {
      [secret]: new Map([[secret, new Set([secret])]]),
    });
    return { given, text, note: new Note(), bytes: new TextEncoder().encode(secret) };
  },
}).pipe(telling);
