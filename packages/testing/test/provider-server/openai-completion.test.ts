import {
  openaiCompletion,
  type OpenaiCompletionFields,
  startProviderServer,
} from "@rivulet/testing/providers";
import { createOpenai } from "./support/provider-calls.ts";

const request = { model: "gpt-3.5-turbo-instruct", prompt: "Hi" };

interface Choice {
  text: string;
  finishReason: string | null;
  tokens: (string | number)[];
}

describe("openaiCompletion", () => {
  it.each<[string, OpenaiCompletionFields]>([
    ["text", { chunks: ["Once", " upon"] }],
    ["a finish reason", { chunks: ["cut"], finishReason: "length" }],
    ["log probabilities", { chunks: ["Once", " upon", "!"], logprobs: [-0.1, -2, -0.3] }],
    ["n", { chunks: ["same", "!"], n: 2 }],
    ["choices", { choices: [{ chunks: ["a"] }, { chunks: [] }] }],
    ["usage", { chunks: ["a"], usage: { inputTokens: 2, outputTokens: 3 } }],
    ["names", { chunks: ["x"], id: "cmpl-1", model: "m", created: 1 }],
  ])("says the same streamed and whole: %s", async (_name, fields) => {
    await using server = await startProviderServer({ respond: () => openaiCompletion(fields) });
    const client = createOpenai(server);
    const whole = await client.completions.create(request);
    const choices: Choice[] = whole.choices.map(() => ({
      text: "",
      finishReason: null,
      tokens: [],
    }));
    let usage: unknown;
    const stream = await client.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of stream) {
      expect(chunk).toMatchObject({ id: whole.id, model: whole.model, object: whole.object });
      usage = chunk.usage;
      for (const { index, text, finish_reason, logprobs } of chunk.choices) {
        const choice = choices[index];
        if (choice === undefined) throw new Error(`There is no choice ${String(index)}.`);
        choice.text += text;
        choice.finishReason = finish_reason;
        choice.tokens.push(...(logprobs?.tokens ?? []), ...(logprobs?.text_offset ?? []));
      }
    }
    expect(choices).toEqual(
      whole.choices.map(({ text, finish_reason, logprobs }) => ({
        text,
        finishReason: finish_reason,
        tokens: (logprobs?.tokens ?? []).flatMap((token, at) => [
          token,
          logprobs?.text_offset?.[at] ?? -1,
        ]),
      })),
    );
    expect(usage).toEqual(whole.usage);
  });
});
