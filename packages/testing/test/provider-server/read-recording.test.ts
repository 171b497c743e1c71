import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ProviderEndpoint,
  type ProviderServer,
  readRecording,
} from "@rivulet/testing/providers";
import { createAnthropic, createOpenai, post } from "./support/provider-calls.ts";
import { serveEachTest } from "./support/serve-each-test.ts";

const fixtures = join(__dirname, "../../fixtures");
const readFixture = (file: string): string => readFileSync(join(fixtures, file), "utf8");

let server: ProviderServer;
serveEachTest((started) => {
  server = started;
});

function replay(name: string, endpoint: ProviderEndpoint): unknown {
  server.respondWith(readRecording(join(fixtures, name), endpoint));
  return JSON.parse(readFixture(`${name}.json`));
}

const messages = [{ role: "user" as const, content: "Hi" }];

/** What the whole body has and a stream has not. */
function withoutAnnotations(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (key === "annotations" ? undefined : inner)),
  );
}

describe("a recorded stream", () => {
  it.each(["chat-text", "chat-tool-calls", "chat-refusal", "chat-logprobs", "chat-two-choices"])(
    "openai/%s adds up to the recorded body",
    async (name) => {
      const whole = replay(`openai/${name}`, "chat/completions") as { choices: object[] };
      const stream = createOpenai(server).chat.completions.stream({
        model: "gpt-4.1-mini",
        messages,
        stream_options: { include_usage: true },
      });
      let usage: unknown;
      for await (const chunk of stream) usage = chunk.usage ?? usage;
      const { choices } = await stream.finalChatCompletion();
      expect(choices).toMatchObject(withoutAnnotations(whole.choices) as object[]);
      expect(usage).toEqual((whole as { usage?: unknown }).usage);
    },
  );

  it.each(["responses-text", "responses-reasoning", "responses-function-call"])(
    "openai/%s adds up to the recorded body",
    async (name) => {
      const whole = replay(`openai/${name}`, "responses");
      const stream = createOpenai(server).responses.stream({ model: "gpt-4.1-mini", input: "Hi" });
      const numbers: number[] = [];
      for await (const event of stream) numbers.push(event.sequence_number);
      expect(numbers).toEqual(numbers.map((_, index) => index));
      expect(await stream.finalResponse()).toMatchObject(whole as object);
    },
  );

  it("openai/completion-text adds up to the recorded body", async () => {
    const whole = replay("openai/completion-text", "completions") as {
      choices: { text: string }[];
      usage: object;
    };
    const stream = await createOpenai(server).completions.create({
      model: "gpt-3.5-turbo-instruct",
      prompt: "Hi",
      stream: true,
    });
    let text = "";
    let usage: unknown;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.text ?? "";
      usage = chunk.usage ?? usage;
    }
    expect({ text, usage }).toEqual({ text: whole.choices[0]?.text, usage: whole.usage });
  });

  it.each(["text", "tool-use", "thinking", "cache-usage", "stop-sequence"])(
    "anthropic/%s adds up to the recorded body",
    async (name) => {
      const whole = replay(`anthropic/${name}`, "messages");
      const stream = createAnthropic(server).messages.stream({
        model: "claude-opus-5-5",
        max_tokens: 64,
        messages,
      });
      expect(await stream.finalMessage()).toMatchObject(whole as object);
    },
  );

  it.each<[name: string, endpoint: ProviderEndpoint]>([
    ["openai/chat-text", "chat/completions"],
    ["openai/responses-reasoning", "responses"],
    ["openai/completion-text", "completions"],
    ["anthropic/text", "messages"],
  ])("%s is sent to the byte as it was recorded, and so is its body", async (name, endpoint) => {
    replay(name, endpoint);
    replay(name, endpoint);
    const streamed = await post(server, `/v1/${endpoint}`, { stream: true });
    expect(streamed.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(await streamed.text()).toBe(readFixture(`${name}.sse`));
    const whole = await post(server, `/v1/${endpoint}`, {});
    expect(whole.headers.get("content-type")).toBe("application/json");
    expect(await whole.text()).toBe(readFixture(`${name}.json`));
  });

  it("is sent whole where it has no stream, as embeddings are", async () => {
    const whole = replay("openai/embeddings", "embeddings") as { data: object[] };
    const { data } = await createOpenai(server).embeddings.create({
      model: "text-embedding-3-small",
      input: ["one", "two"],
      encoding_format: "float",
    });
    expect(data).toEqual(whole.data);
  });
});

describe("readRecording", () => {
  it("counts frames by blank lines of any kind, comments included", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rivulet-recording-"));
    const frames = [": open\r\n\r\n", "data: 1\n\n", "data: 2\r\r", "data: 3"];
    writeFileSync(join(folder, "one.sse"), frames.join(""));
    const recording = readRecording(join(folder, "one"), "completions");
    rmSync(folder, { recursive: true });
    server.respondWith(recording);
    const response = await post(server, "/v1/completions", { stream: true });
    expect(await response.text()).toBe(frames.join(""));
    expect(server.requests[0]?.framesSent).toBe(4);
  });

  it("refuses a path where no recording is", () => {
    expect(() => readRecording("nowhere/none", "messages")).toThrow(
      "There is neither nowhere/none.sse nor nowhere/none.json; give the path of a recording without its ending.",
    );
  });
});
