// Recurses until the stack is full, from a different depth each time, so that it is full within the delivery of an event too.
import { configure, traceable } from "@rivulet/core";

const seen: string[] = [];
configure({ callbacks: [{ on_event: ({ event }) => void seen.push(event) }] });

const recurse = traceable((n: number): number => recurse(n + 1), { name: "recurse" });
const recurseFrom = (lead: number): number => (lead === 0 ? recurse(0) : recurseFrom(lead - 1));
let overflows = 0;
for (let lead = 0; lead < 50; lead += 1) {
  try {
    recurseFrom(lead);
  } catch {
    overflows += 1;
  }
}

seen.length = 0;
traceable(() => 1, { name: "later" })();
process.stdout.write(`${String(overflows)} overflows, then ${seen.join(", ")}\n`);
