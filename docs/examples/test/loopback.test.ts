import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { openaiChat, startProviderServer } from "@rivulet/testing/providers";

const repository = join(__dirname, "../../..");
const file = "docs/examples/src/providers-a-client-of-your-own.ts";

/** Runs an example to its end, as `npm run example` does. */
async function runExample(environment: Readonly<Record<string, string>>): Promise<string> {
  const options = ["--conditions=@rivulet/source", "--import", "./docs/examples/ts-node.mjs"];
  const { stdout } = await promisify(execFile)(process.execPath, [...options, file], {
    cwd: repository,
    env: { ...process.env, ...environment },
  });
  return stdout;
}

describe("an example that asks a provider", () => {
  it("is answered without a key, and ends by itself", async () => {
    const stdout = await runExample({ OPENAI_API_KEY: "", ANTHROPIC_API_KEY: "" });
    expect(stdout).toBe("POST /v1/chat/completions docs\ntrue\n");
  });

  it("asks the provider where there is a key", async () => {
    await using provider = await startProviderServer();
    provider.respondWith(openaiChat({ chunks: ["Ha", "ha"] }));
    const stdout = await runExample({
      OPENAI_API_KEY: "sk-of-nobody",
      OPENAI_BASE_URL: provider.openaiBaseUrl,
    });
    expect(stdout).toContain("true\n");
    expect(provider.requests).toMatchObject([
      { headers: { authorization: "Bearer sk-of-nobody" } },
    ]);
  });
});
