// A process of its own: serves a load on a port that it prints, and says what that took when it is asked for `/report`.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Load, ServerFound } from "./load.ts";
import { services } from "./services.ts";

const load = JSON.parse(process.argv[2] ?? "{}") as Load;
let allWatch: () => void = () => undefined;
const whenAllWatch = load.isShared
  ? new Promise<void>((resolve) => (allWatch = resolve))
  : Promise.resolve();
const makeService = services[load.service];
if (makeService === undefined)
  throw new Error(
    `There is no service "${load.service}"; give one of ${Object.keys(services).join(", ")}.`,
  );
const listener = await makeService(load, whenAllWatch);

// A look takes some 50 us.
const lookEveryMs = 50;
// Not `resourceUsage().maxRSS`: on Linux that begins with what the parent process held when it started this one.
const rssMb = (): number => process.memoryUsage.rss() / 1_024 ** 2;
let peakMb = 0;
const look = (): void => {
  peakMb = Math.max(peakMb, rssMb());
};
setInterval(look, lookEveryMs).unref();
let first: { readonly startMb: number; readonly cpu: NodeJS.CpuUsage } | undefined;

function report(): ServerFound {
  look();
  const { user, system } = process.cpuUsage(first?.cpu);
  return { startMb: first?.startMb ?? Number.NaN, peakMb, cpuUs: user + system };
}

const server = createServer((request, response) => {
  if (request.url === "/report") {
    response.end(JSON.stringify(report()), () => process.exit());
  } else if (request.url === "/go") {
    allWatch();
    response.end();
  } else {
    first ??= { startMb: rssMb(), cpu: process.cpuUsage() };
    listener(request, response);
  }
});
// All clients connect at once.
server.listen({ port: 0, host: "127.0.0.1", backlog: 2 * load.clients }, () => {
  console.log((server.address() as AddressInfo).port);
});
