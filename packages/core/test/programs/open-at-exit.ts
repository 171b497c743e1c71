// Ends while runs are open, in the way that its argument says.
import { parentPort } from "node:worker_threads";
import { traceable } from "@rivulet/core";
import { inspectRuns, reportOpenRunsAtExit } from "@rivulet/core/debug";

const [, , way] = process.argv;
const takeBack = reportOpenRunsAtExit();

const hang = traceable(() => new Promise<never>(() => undefined), { name: "hang", type: "tool" });
const outer = traceable(async function outer() {
  await hang();
});
traceable(() => 1, { name: "finished" })();
if (way !== "nothing") void outer();
if (way === "caught") {
  process.on("uncaughtException", ({ message }) => {
    const names = inspectRuns().runs.map(({ name }) => name);
    process.stdout.write(`${message}: ${names.join(", ")}\n`);
  });
  setImmediate(() => {
    throw new Error("uncaught");
  });
}
if (way === "exit") process.exit(3);
if (way === "throw") throw new Error("uncaught");
if (way === "taken-back") takeBack();
if (way === "stay") {
  setInterval(() => undefined, 1_000_000);
  parentPort?.postMessage("is open");
}
