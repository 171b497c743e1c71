// One run of a million chunks, its events read promptly: prints how many there were, and the most memory that the process
// had. Works on the built packages, as a user has them.
import { RunnableGenerator } from "@rivulet/runnables";

const source = new RunnableGenerator(async function* source() {
  for (let index = 0; index < 1_000_000; index += 1) yield "token ";
});

// Not `resourceUsage().maxRSS`: on Linux that begins with what the parent process held when it started this one.
let bytes = 0;
let events = 0;
for await (const _event of source.streamEvents("x")) {
  if (events % 1_000 === 0) bytes = Math.max(bytes, process.memoryUsage.rss());
  events += 1;
}

const megabytes = bytes / 1_024 ** 2;
process.stdout.write(JSON.stringify({ events, megabytes }));
