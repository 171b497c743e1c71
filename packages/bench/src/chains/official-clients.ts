import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

/** What an official client streamed: how many chunks of text, and how long it was. */
export interface Streamed {
  readonly chunks: number;
  readonly characters: number;
}

/** An official client whose requests are answered in the process, by so many chunks of text at once. */
export function openaiClient(chunks: number): OpenAI {
  const choice = (delta: object, reason: string | null): string =>
    toFrame({
      id: "chatcmpl-1",
      object: "chat.completion.chunk",
      created: 1,
      model: "gpt-4.1",
      choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    });
  const frames = [
    choice({ role: "assistant", content: "" }, null),
    ...textsOf(chunks).map((content) => choice({ content }, null)),
    choice({}, "stop"),
    "data: [DONE]\n\n",
  ];
  return new OpenAI({ apiKey: "none", fetch: answerWith(frames) });
}

/** The same of Anthropic. */
export function anthropicClient(chunks: number): Anthropic {
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = {
    id: "msg_1",
    type: "message",
    role: "assistant",
    content: [],
    model: "m",
    usage,
  };
  const events = [
    { type: "message_start", message },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...textsOf(chunks).map((text) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text },
    })),
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage },
    { type: "message_stop" },
  ];
  const frames = events.map((event) => `event: ${event.type}\n${toFrame(event)}`);
  return new Anthropic({ apiKey: "none", fetch: answerWith(frames) });
}

const messages = [{ role: "user" as const, content: "Hi" }];

/** Reads an answer of Chat Completions as a user of the client does. */
export async function readOpenai(client: OpenAI): Promise<Streamed> {
  let chunks = 0;
  let characters = 0;
  const stream = await client.chat.completions.create({ model: "gpt-4.1", messages, stream: true });
  for await (const { choices } of stream) {
    const text = choices[0]?.delta.content ?? "";
    if (text === "") continue;
    chunks += 1;
    characters += text.length;
  }
  return { chunks, characters };
}

/** Reads a message as a user of the client does. */
export async function readAnthropic(client: Anthropic): Promise<Streamed> {
  let chunks = 0;
  let characters = 0;
  const request = { model: "m", max_tokens: 100, messages, stream: true as const };
  for await (const event of await client.messages.create(request)) {
    if (event.type !== "content_block_delta" || event.delta.type !== "text_delta") continue;
    chunks += 1;
    characters += event.delta.text.length;
  }
  return { chunks, characters };
}

function textsOf(chunks: number): readonly string[] {
  return Array.from({ length: chunks }, (_, index) => ` word${String(index % 10)}`);
}

function toFrame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** A `fetch` that gives each frame as a packet of its own, as a provider that streams tokens does. */
function answerWith(frames: readonly string[]): typeof fetch {
  const encoder = new TextEncoder();
  const packets = frames.map((frame) => encoder.encode(frame));
  return () => {
    let next = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const packet = packets[next];
        next += 1;
        if (packet === undefined) controller.close();
        else controller.enqueue(packet);
      },
    });
    const headers = { "content-type": "text/event-stream" };
    return Promise.resolve(new Response(body, { headers }));
  };
}
