// The fetch-style handlers as listeners of node:http.

export { toNodeListener, type FetchHandler } from "./node/to-node-listener.ts";
