// "A call that fails" of docs/providers.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatOpenAI, ProviderError } from "@rivulet/openai";

const model = new ChatOpenAI({ model: "gpt-4.1-mini", maxRetries: 0 });

try {
  for await (const event of model.streamEvents("Are you busy?")) {
    console.log(event.event);
    if (event.event === "on_chat_model_error") console.log(String(event.data.error));
  }
} catch (error) {
  if (!(error instanceof ProviderError)) throw error;
  const { code, status, isRetryable, retryAfterMs } = error;
  console.log({ code, status, isRetryable, retryAfterMs });
}
