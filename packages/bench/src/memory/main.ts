// A process of its own: streams so many chunks, consumed so slowly, and prints what was seen as JSON.
import { streams } from "./streams.ts";
import { Watch } from "./watch.ts";

const [name = "", chunks, pauseMs] = process.argv.slice(2);
const stream = streams[name];
if (stream === undefined)
  throw new Error(`There is no stream "${name}"; give one of ${Object.keys(streams).join(", ")}.`);
const { valuesPerChunk, run } = stream;
const watch = new Watch({ valuesPerChunk, chunks: Number(chunks), pauseMs: Number(pauseMs) });
await run(watch);
console.log(JSON.stringify(watch.end()));
