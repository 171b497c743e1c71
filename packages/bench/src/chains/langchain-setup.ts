// What a user of LangChain.js has: AsyncLocalStorage on (its bare core carries a mock), and no tracing to its service.
import "@langchain/core/context";
import { setMaxListeners } from "node:events";

// It listens to one abort signal for every run, which Node warns of in the middle of a table.
setMaxListeners(0);

for (const name of [
  "LANGCHAIN_TRACING",
  "LANGCHAIN_TRACING_V2",
  "LANGSMITH_TRACING",
  "LANGSMITH_TRACING_V2",
]) {
  Reflect.deleteProperty(process.env, name);
}
