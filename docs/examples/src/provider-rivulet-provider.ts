// "@rivulet/provider" of packages/provider/README.md. Edit it there; `npm run docs` writes this file.

import { toProviderError } from "@rivulet/provider";

const thrown = Object.assign(new Error("429 Too many requests"), {
  status: 429,
  headers: new Headers({ "retry-after": "2" }),
});
const error = toProviderError(thrown, { provider: "openai" });
console.log(JSON.stringify(error, ["code", "status", "isRetryable", "retryAfterMs"]));
