import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { traceable } from "@rivulet/core";
import { tracedFetch, tracing } from "@rivulet/http";
import { requestRaw, type RawHeaders } from "../support/raw-request.ts";
import { baggageVectors, type BaggageEntry } from "./w3c-baggage-vectors.ts";
import {
  advancedVectors,
  spanId,
  traceId,
  traceparentVectors,
  tracestateVectors,
  type TraceVector,
} from "./w3c-vectors.ts";

// The cases of the W3C's suites (w3c/trace-context: test/test.py, w3c/baggage: test/test_baggage.py), done as there: a service is
// sent headers over a socket, and asks another one, which looks at what comes with that.
let received: IncomingHttpHeaders[] = [];
let callbackUrl = "";
let count = 1;
const servers: Server[] = [];

// Each a run of its own: what a request names as its parent is the run that makes it.
const ask = traceable(async () => (await tracedFetch()(callbackUrl)).text(), { name: "ask" });

async function callBack(): Promise<void> {
  for (let asked = 0; asked < count; asked += 1) await ask();
}

const trace = tracing({ callbacks: [{ on_event: () => undefined }] });

async function serve(listener: Server | RequestListener): Promise<string> {
  const server = typeof listener === "function" ? createServer(listener) : listener;
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const services = {
  "node:http": () =>
    serve(
      trace.listener(async (_request: unknown, response) => {
        await callBack();
        response.end();
      }) as RequestListener,
    ),
  "a fetch-style handler": () => {
    const fetch = trace.route(async () => {
      await callBack();
      return new Response(null);
    });
    return serve(createAdaptorServer({ fetch }) as Server);
  },
};

beforeAll(async () => {
  callbackUrl = await serve((request, response) => {
    received.push(request.headers);
    response.end();
  });
});

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

describe.each(Object.entries(services))("a service of %s", (_name, start) => {
  let url: string;

  beforeAll(async () => {
    url = await start();
  });

  async function send(headers: RawHeaders, times = 1): Promise<readonly IncomingHttpHeaders[]> {
    received = [];
    count = times;
    expect(await requestRaw(url, headers)).toMatch(/^HTTP\/1\.1 200/);
    expect(received).toHaveLength(times);
    return received;
  }

  it.each(titled([...traceparentVectors, ...tracestateVectors]))("%s", async (_title, vector) => {
    const [{ traceparent, tracestate } = {}] = await send(vector.headers);
    expectTrace(traceparent, vector);
    expect(membersOf(tracestate)).toEqual([expect.stringMatching(/^rivulet=/), ...vector.state]);
  });

  it.each(titled(advancedVectors))("%s", async (_title, vector) => {
    const asked = await send(vector.headers, 3);
    for (const { traceparent } of asked) expectTrace(traceparent, vector);
    const [traces, spans] = [1, 2].map(
      (part) => new Set(asked.map(({ traceparent }) => partsOf(traceparent)[part])).size,
    );
    expect([traces, spans]).toEqual([1, 3]);
  });

  it.each(baggageVectors.map((vector) => [vector.test, vector] as const))(
    "baggage: %s",
    async (_test, { headers, entries }) => {
      const [{ baggage = "" } = {}] = await send(headers.map((value) => ["baggage", value]));
      const [ours, ...others] = membersOf(baggage);
      expect(ours).toMatch(/^rivulet=/);
      expect(others.map(entryOf)).toEqual(entries);
      expect(baggage.length).toBeLessThanOrEqual(8192);
    },
  );
});

function titled(
  vectors: readonly TraceVector[],
): readonly (readonly [title: string, vector: TraceVector])[] {
  return vectors.map((vector) => [vector.test.replaceAll("%", "%%"), vector]);
}

function expectTrace(traceparent: unknown, expected: TraceVector): void {
  const [, trace, span, flags] = partsOf(traceparent);
  expect(trace === traceId).toBe(expected.isContinued);
  expect(trace).not.toMatch(/^0+$|^12345678901234567890123456789011$/);
  expect(span).not.toMatch(new RegExp(`^(0+|${spanId})$`));
  expect(flags).toBe(expected.flags);
}

function partsOf(traceparent: unknown): readonly string[] {
  expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
  return String(traceparent).split("-");
}

function membersOf(list: unknown): readonly string[] {
  return String(list).split(",");
}

function entryOf(member: string): BaggageEntry {
  const [pair = "", ...properties] = member.split(";");
  const [key = "", ...value] = pair.split("=");
  return {
    key: key.trim(),
    value: decodeURIComponent(value.join("=").trim()),
    properties: properties.map((property) => property.trim().replace(/\s*=\s*/, "=")),
  };
}
