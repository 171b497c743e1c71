// A process of its own: the clients of a load. Prints what they saw as JSON, and fails where one missed an event.
import { get, request, type IncomingMessage } from "node:http";
import { clockMs, type ClientsFound, type Load } from "./load.ts";

const load = JSON.parse(process.argv[2] ?? "{}") as Load;
const url = process.argv[3] ?? "";
const latencies: number[] = [];

function ask(path: string, body?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { agent: false, headers: { "content-type": "application/json" } };
    const sent =
      body === undefined
        ? get(url + path, options, resolve)
        : request(url + path, { ...options, method: "POST" }, resolve);
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Reads an answer to its end, and checks that it had every event once and in order. */
async function read(answer: IncomingMessage): Promise<void> {
  let rest = "";
  let events = 0;
  let chunks = 0;
  answer.setEncoding("utf8");
  for await (const text of answer as AsyncIterable<string>) {
    const now = clockMs();
    const frames = (rest + text).split("\n\n");
    rest = frames.pop() ?? "";
    for (const frame of frames) {
      if (!frame.startsWith("event: on_chain_")) continue;
      events += 1;
      if (!frame.startsWith("event: on_chain_stream\n")) continue;
      const [index, time] = chunkOf(frame).split(" ");
      if (Number(index) !== chunks)
        throw new Error(`Chunk ${String(index)} came as ${String(chunks)}.`);
      chunks += 1;
      latencies.push(now - Number(time));
    }
  }
  if (events !== load.events)
    throw new Error(`A client had ${String(events)} events of ${String(load.events)}.`);
}

function chunkOf(frame: string): string {
  const data = frame.slice(frame.indexOf("\ndata: ") + "\ndata: ".length);
  return (JSON.parse(data) as { readonly data: { readonly chunk: string } }).data.chunk;
}

/** Each is read as soon as it is answered; those of one run when all of them watch it. */
async function askAndRead(): Promise<void> {
  const body = JSON.stringify({ input: "x" });
  if (!load.isShared) {
    const all = Array.from({ length: load.clients }, async () => read(await ask("/", body)));
    await Promise.all(all);
    return;
  }
  const first = await ask("/", body);
  const path = `/runs/${String(first.headers["x-run-id"])}`;
  const others = await Promise.all(Array.from({ length: load.clients - 1 }, () => ask(path)));
  (await ask("/go")).resume();
  await Promise.all([first, ...others].map(read));
}

const start = performance.now();
await askAndRead();
const wallMs = performance.now() - start;
latencies.sort((one, other) => one - other);
const quantile = (share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
const found: ClientsFound = { wallMs, latencyMs: { p50: quantile(0.5), p99: quantile(0.99) } };
console.log(JSON.stringify(found));
