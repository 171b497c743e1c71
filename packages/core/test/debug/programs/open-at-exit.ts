// Ends while runs are open, in the way that its argument says.
import { traceable } from "@rivulet/core";
import { reportOpenRunsAtExit } from "@rivulet/core/debug";

const [, , way] = process.argv;
const takeBack = reportOpenRunsAtExit();

const hang = traceable(() => new Promise<never>(() => undefined), { name: "hang", type: "tool" });
const outer = traceable(async function outer() {
  await hang();
});
traceable(() => 1, { name: "finished" })();
if (way !== "nothing") void outer();
if (way === "exit") process.exit(3);
if (way === "throw") throw new Error("uncaught");
if (way === "taken-back") takeBack();
