// A process of its own: one program that answers requests, traced or as it is. It says where, and then how it stands as often as it
// is told to; it ends when nobody is left to tell it.
import { tracing, type Tracing } from "@rivulet/http";
import { callHandler, createFetchHandler } from "../chains/fetch-handler.ts";
import { tracedServices } from "../chains/traced-services.ts";
import { path, type Order, type Ready, type Standing, type Variant } from "./messages.ts";

const [name = "", variant = ""] = process.argv.slice(2);
let events = 0;
const listener = {
  on_event: () => {
    events += 1;
  },
};
const traceOf: Readonly<Record<Variant, () => Tracing | undefined>> = {
  plain: () => undefined,
  unheard: () => tracing(),
  heard: () => tracing({ callbacks: [listener] }),
};

async function obey({ calls }: Order): Promise<Standing> {
  const answered = calls === 0 ? 0 : await callHandler(handler, { path, requests: calls });
  const { user, system } = process.cpuUsage();
  return { answered, events, spentMs: (user + system) / 1_000 };
}

function tell(message: Ready | Standing): void {
  process.send?.(message);
}

const trace = traceOf[variant as Variant]();
const handler = createFetchHandler(trace);
const service = await tracedServices[name]?.(trace);
process.on("message", (order: Order) => void obey(order).then(tell));
process.once("disconnect", () => process.exit());
tell({ port: service?.port });
