// Runs an example from its source, nothing built: `npm run example docs/examples/src/NAME.ts`.
import { register } from "node:module";
import { fileURLToPath } from "node:url";

process.env.TS_NODE_PROJECT ??= fileURLToPath(new URL("tsconfig.json", import.meta.url));
register("ts-node/esm/transpile-only", import.meta.url);
