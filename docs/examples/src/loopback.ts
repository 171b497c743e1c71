// Stands in for the providers, so that the guides' programs run without a key and without a network: a server on the loopback
// interface that speaks their protocols, for each provider that the environment has no key of.
import { startProviderServer } from "@rivulet/testing/providers";
import { answer } from "./loopback-answers.ts";

/** The server; the official clients find it by the environment, as they find a proxy. */
export const server = (await startProviderServer({ respond: answer })).unref();

standInFor("OPENAI", server.openaiBaseUrl);
standInFor("ANTHROPIC", server.anthropicBaseUrl);

function standInFor(provider: string, url: string): void {
  const key = `${provider}_API_KEY`;
  if ((process.env[key] ?? "") !== "") return;
  process.env[key] = "none";
  process.env[`${provider}_BASE_URL`] = url;
}
