import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  anthropicMessage,
  openaiChat,
  openaiError,
  startProviderServer,
  type ProviderServer,
} from "@rivulet/testing/providers";
import { Program } from "./program.ts";

const chunks = JSON.parse(
  readFileSync(join(__dirname, "../../data/countries.chunks.json"), "utf8"),
) as readonly string[];
const key = "sk-of-nobody-0123456789";

let server: ProviderServer;

beforeEach(async () => {
  server = await startProviderServer();
});

afterEach(async () => {
  await server.close();
});

/** The lines of the JSON and those of the names, each in their order; the generator that finds names runs beside the parser. */
function answerOf(stdout: string): { readonly json: string[]; readonly names: string[] } {
  const lines = stdout.split("\n");
  const starting = (start: string): string[] => lines.filter((line) => line.startsWith(start));
  return { json: starting("json "), names: starting("name ") };
}

describe("the main job with a provider's key", () => {
  it.each([
    {
      provider: "openai",
      environment: () => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: server.openaiBaseUrl }),
      answer: openaiChat({ chunks }),
      model: "gpt-5.4-mini",
      component: "ChatOpenAI",
    },
    {
      provider: "anthropic",
      environment: () => ({ ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.anthropicBaseUrl }),
      answer: anthropicMessage({ chunks }),
      model: "claude-haiku-5-5",
      component: "ChatAnthropic",
    },
  ])("asks $provider, says so, and shows the same as with the embedded model", async (one) => {
    server.respondWith(one.answer);
    const { exitCode, stdout, stderr } = await Program.runIn(one.environment());
    const embedded = await Program.run("--model", "embedded");

    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Model: ${one.provider}, ${one.model}\n`);
    expect(stdout).toContain(`${one.component} `);
    expect(answerOf(stdout)).toEqual(answerOf(embedded.stdout));
    expect(server.requests.map(({ body }) => body)).toMatchObject([
      { model: one.model, stream: true },
    ]);
    expect(stdout).not.toContain(key);
  });

  it("asks the model that is named, and no other when there are both keys", async () => {
    server.respondWith(anthropicMessage({ chunks }));
    const environment = {
      OPENAI_API_KEY: key,
      ANTHROPIC_API_KEY: key,
      ANTHROPIC_BASE_URL: server.anthropicBaseUrl,
    };
    const { exitCode } = await Program.runIn(environment, "--model", "anthropic:claude-opus-5");
    expect(exitCode).toBe(0);
    expect(server.requests).toMatchObject([{ body: { model: "claude-opus-5" } }]);
  });

  it("asks nobody with --model embedded", async () => {
    const environment = { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.openaiBaseUrl };
    const { exitCode, stdout } = await Program.runIn(environment, "--model", "embedded");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Model: embedded");
    expect(server.requests).toEqual([]);
  });

  it("says in one line what the provider refused, and never the key", async () => {
    server.respondWith(openaiError({ status: 401 }));
    const environment = { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.openaiBaseUrl };
    const { exitCode, stdout, stderr } = await Program.runIn(environment);
    expect(exitCode).toBe(1);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toMatch(/OPENAI_API_KEY|key/);
    expect(stdout + stderr).not.toContain(key);
  });

  it("says which key is missing", async () => {
    expect(await Program.run("--model", "openai")).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "There is no OPENAI_API_KEY: set it, or take --model embedded.\n",
    });
  });
});
