// One run of a million chunks, its events read promptly: prints how many there were, and the most memory that the process
// had. Works on the built packages, as a user has them.
import { RunnableGenerator } from "@rivulet/runnables";

const source = new RunnableGenerator(async function* source() {
  for (let index = 0; index < 1_000_000; index += 1) yield "token ";
});

let events = 0;
for await (const _event of source.streamEvents("x")) events += 1;

// In kilobytes, on every platform.
const megabytes = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(JSON.stringify({ events, megabytes }));
