import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { inspectRuns, watchRuns } from "@rivulet/core/debug";
import { eventsHandler, type EventsHandler } from "@rivulet/http";
import { RunnableGenerator } from "@rivulet/runnables";
import { HttpServer } from "../support/http-server.ts";
import { visit, type Leaving } from "../support/raw-client.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** How many clients come and go; more by the environment. */
const visitCount = Number(process.env["RIVULET_LOAD_VISITS"] ?? 10_000);
const atATime = 100;
const chunkCount = 8;

/** Runs that wait, by their input, until the client has come back. */
const waiting = new Map<string, Promise<void>>();

const source = new RunnableGenerator<string, string>(
  async function* count(inputs) {
    let input = "";
    for await (const part of inputs) input += part;
    for (let index = 0; index < chunkCount; index += 1) {
      yield `chunk ${String(index)}`;
      await (index === chunkCount / 2 ? waiting.get(input) : new Promise(setImmediate));
    }
  },
  { name: "count" },
);

let server: HttpServer;
let handler: EventsHandler;
let stopWatching: () => void;

beforeEach(async () => {
  stopWatching = watchRuns();
  // A timer that is left behind should be there for as long as the test looks.
  handler = eventsHandler(source, { retentionMs: 0, stallTimeoutMs: 2 ** 31 - 1 });
  server = await HttpServer.start(handler);
});

afterEach(async () => {
  stopWatching();
  await handler.close();
  await server.close();
});

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const answerLength = 2500;

/** Where in its visit a client leaves, and whether it comes back. */
function leavingsOf(random: () => number): {
  readonly first: Leaving;
  readonly comesBack: boolean;
} {
  const kind = Math.floor(random() * 5);
  if (kind === 0) return { first: { afterRequest: Math.floor(random() * 100) }, comesBack: false };
  if (kind === 1) return { first: { afterAnswer: 0 }, comesBack: false };
  if (kind === 2) return { first: {}, comesBack: false };
  // One that comes back leaves before its run may wait for it.
  const comesBack = kind === 3;
  const length = comesBack ? answerLength / 3 : answerLength;
  return { first: { afterAnswer: 1 + Math.floor(random() * length) }, comesBack };
}

/** One client, who may come back with the id of the last event that it was told. Says what the last answer was. */
async function comeAndGo(random: () => number): Promise<string> {
  const { port } = server;
  const { first, comesBack } = leavingsOf(random);
  const input = String(random());
  const isAwaited = comesBack && random() < 0.5;
  let release: () => void = () => undefined;
  if (isAwaited) waiting.set(input, new Promise((resolve) => (release = resolve)));
  try {
    const answer = await visit({ port, body: JSON.stringify({ input }) }, first);
    const lastEventId = [...answer.matchAll(/^id: (.+)$/gmu)].at(-1)?.[1];
    if (!comesBack || lastEventId === undefined) return statusOf(answer);
    const path = `/runs/${lastEventId.split(".")[1] ?? ""}`;
    const afterAnswer = random() < 0.5 ? undefined : Math.floor(random() * answerLength);
    const leaving = { afterAnswer, onAnswer: release };
    return `again ${statusOf(await visit({ port, path, lastEventId }, leaving))}`;
  } finally {
    release();
    waiting.delete(input);
  }
}

function statusOf(answer: string): string {
  const isWhole = answer.includes("\nevent: end\n") || answer.endsWith("0\r\n\r\n");
  return `${answer.slice(9, 12)}${isWhole ? " whole" : ""}`;
}

/** So many clients, a hundred at a time. Gives how often each kind of last answer was. */
async function comeAndGoAll(count: number, random: () => number): Promise<Map<string, number>> {
  const outcomes = new Map<string, number>();
  let left = count;
  const line = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      const outcome = await comeAndGo(random);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atATime }, line));
  return outcomes;
}

async function whenEmpty(): Promise<void> {
  while (handler.runCount > 0 || server.sockets.size > 0) await new Promise(setImmediate);
}

/** What is open in the process: timers, sockets and the like, by their kinds. */
function activeResources(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1;
  // What lets this very function go on.
  delete counts["Immediate"];
  return counts;
}

/** How many listeners the process has, by events. */
function listenerCounts(): Readonly<Record<string, number>> {
  return Object.fromEntries(
    process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  );
}

/** What is open in the process, by its name. */
function openResources(): Readonly<Record<string, number>> {
  return { ...activeResources(), ...listenerCounts() };
}

/**
 * What is open beyond what was, in the end: what a client has left is let go some turns after its socket, and some of that may
 * have been there before as well.
 */
async function whatIsMoreThan(
  before: Readonly<Record<string, number>>,
): Promise<Readonly<Record<string, number>>> {
  const end = Date.now() + 60_000;
  for (;;) {
    const more = Object.entries(openResources()).filter(
      ([name, count]) => count > (before[name] ?? 0),
    );
    if (more.length === 0 || Date.now() > end) return Object.fromEntries(more);
    await new Promise(setImmediate);
  }
}

/** The least of the heap in some rounds: some things go only when others have gone. */
async function heapUsed(): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 10; round += 1) {
    // What the present turn has touched is held until it is over.
    await new Promise(setImmediate);
    collectGarbage();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}

describe(`${String(visitCount)} clients that come and go`, () => {
  it("leave no run, no listener, no timer and no socket behind, and no memory", async () => {
    const random = createRandom(1);
    await comeAndGoAll(500, random);
    await whenEmpty();
    server.requests.length = 0;
    const before = openResources();
    const heapBefore = await heapUsed();

    const outcomes = await comeAndGoAll(visitCount, random);
    await whenEmpty();
    server.requests.length = 0;

    expect(inspectRuns().runs).toEqual([]);
    expect(handler.runCount).toBe(0);
    expect(server.sockets.size).toBe(0);
    expect(await whatIsMoreThan(before)).toEqual({});
    const bytesEach = ((await heapUsed()) - heapBefore) / visitCount;
    // A run that stayed would be some kilobytes. Beside the clients the process itself grows by 2 MB, however many they are.
    expect(bytesEach).toBeLessThan(500);
    // It was seen from every side: whole, cut, gone on with, and too late for that.
    expect([...outcomes.keys()]).toEqual(
      expect.arrayContaining(["", "200", "200 whole", "again 200 whole", "again 410 whole"]),
    );
  }, 600_000);
});
