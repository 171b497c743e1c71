import { once } from "node:events";
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import {
  connect as connectHttp2,
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { tracing } from "@rivulet/http";
import { useRequestLog } from "../support/use-request-log.ts";
import { useServers } from "../support/use-servers.ts";

const log = useRequestLog();
const trace = tracing({ callbacks: [log] });
const open = useServers();

type Answerer = (request: IncomingMessage, response: ServerResponse) => unknown;

interface Head {
  readonly status: number | undefined;
  readonly message: string | undefined;
  readonly headers: IncomingMessage["headers"];
}

async function ask(listener: Answerer): Promise<Head> {
  const port = await open(createServer((request, response) => void listener(request, response)));
  const outgoing = httpRequest({ port, host: "127.0.0.1", agent: false }).end();
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  incoming.resume();
  await once(incoming, "end");
  return {
    status: incoming.statusCode,
    message: incoming.statusMessage,
    headers: incoming.headers,
  };
}

/** What is said of the run, and what is said besides. */
function split({ headers, ...rest }: Head): { run: unknown[]; own: unknown } {
  const { "x-run-id": runId, traceparent, date: _date, ...own } = headers;
  return { run: [runId, traceparent], own: { ...rest, headers: own } };
}

const answers: readonly [string, Answerer][] = [
  ["an object", (_q, r: ServerResponse) => r.writeHead(201, { "x-own": "1" }).end("a")],
  ["a message and an object", (_q, r) => r.writeHead(201, "Made", { "x-own": "1" }).end("a")],
  ["a message alone", (_q, r) => r.writeHead(201, "Made").end("a")],
  ["a list", (_q, r) => r.writeHead(201, ["x-own", "1", "x-other", "2"]).end("a")],
  [
    "a list that repeats a name",
    (_q, r) => r.writeHead(200, ["set-cookie", "a=1", "set-cookie", "b=2"]).end("a"),
  ],
  ["a message and a list", (_q, r) => r.writeHead(201, "Made", ["x-own", "1"]).end("a")],
  [
    "a list of pairs",
    (_q, r) =>
      r
        .writeHead(200, [
          ["x-own", "1"],
          ["x-other", "2"],
        ] as never)
        .end("a"),
  ],
  ["an object with a list", (_q, r) => r.writeHead(200, { "set-cookie": ["a=1", "b=2"] }).end("a")],
  ["undefined", (_q, r) => r.writeHead(200, undefined).end("a")],
  [
    "nothing, by flushHeaders",
    (_q, r) => {
      r.flushHeaders();
      r.end("a");
    },
  ],
  [
    "headers that were set before",
    (_q, r) => {
      r.setHeader("x-own", "1");
      r.writeHead(200, { "x-other": "2" }).end("a");
    },
  ],
  [
    "setHeaders",
    (_q, r) => {
      r.setHeaders(new Map([["x-own", "1"]]));
      r.end("a");
    },
  ],
  [
    "writeContinue first",
    (_q, r) => {
      r.writeProcessing();
      r.end("a");
    },
  ],
  [
    "early hints first",
    (_q, r) => {
      r.writeEarlyHints({ link: "</a>; rel=preload" });
      r.end("a");
    },
  ],
  [
    "a second call, that throws",
    (_q, r) => {
      r.writeHead(200, { "x-own": "1" });
      try {
        r.writeHead(500);
      } catch (e) {
        r.end((e as Error).message);
        return;
      }
      r.end("a");
    },
  ],
  [
    "a status that is none first",
    (_q, r) => {
      try {
        r.writeHead(9999);
      } catch {
        r.writeHead(500, { "x-own": "1" }).end("a");
      }
    },
  ],
  [
    "setHeader afterwards, that throws",
    (_q, r) => {
      r.write("a");
      try {
        r.setHeader("x-own", "1");
      } catch {
        /* as without */
      }
      r.end();
    },
  ],
];

describe("a response's head", () => {
  it.each(answers)("made of %s is as without tracing, and names the run", async (_what, answer) => {
    const plain = split(await ask(answer));
    const traced = split(await ask(trace.listener(answer)));
    expect(traced.own).toEqual(plain.own);
    expect(traced.run).toEqual([(await log.outcome()).run_id, expect.stringMatching(/^00-/u)]);
  });

  it("says of the run what its handler says, set or written", async () => {
    for (const answer of [
      (_q, r) => {
        r.setHeader("X-Run-Id", "own");
        r.end();
      },
      (_q, r) => r.writeHead(200, { "X-Run-Id": "own" }).end(),
      (_q, r) => r.writeHead(200, ["X-Run-Id", "own"]).end(),
    ] as Answerer[]) {
      const { headers } = await ask(trace.listener(answer));
      expect(headers["x-run-id"]).toBe("own");
    }
  });
});

describe("a response that others wrap as well", () => {
  // As on-headers does, which compression and morgan use: it sets what was given, then calls on.
  function onHeaders(response: ServerResponse, listener: () => void): void {
    const { writeHead } = response;
    let isFired = false;
    response.writeHead = function wrapped(this: ServerResponse, ...values: never[]) {
      if (!isFired) {
        isFired = true;
        listener();
      }
      return Reflect.apply(writeHead, this, values) as ServerResponse;
    };
  }

  it.each(["before", "after"])("%s, is told of once and has all headers", async (when) => {
    let fired = 0;
    const wrap = (response: ServerResponse): void => {
      onHeaders(response, () => {
        fired += 1;
        response.setHeader("x-wrapped", String(response.hasHeader("x-run-id")));
      });
      const emit = response.emit.bind(response);
      response.emit = ((name: string, ...values: unknown[]) => emit(name, ...values)) as never;
    };
    const inner = trace.listener((_request: IncomingMessage, response: ServerResponse) => {
      if (when === "after") wrap(response);
      let finished = 0;
      const never = (): void => void (finished += 100);
      response.once("finish", () => (finished += 1));
      response.on("finish", never);
      response.removeListener("finish", never);
      response.end("a");
    });
    const { headers } = await ask((request, response) => {
      if (when === "before") wrap(response);
      return inner(request, response);
    });
    const { run_id: runId } = await log.outcome();
    expect(headers).toMatchObject({ "x-wrapped": String(when === "before"), "x-run-id": runId });
    expect(fired).toBe(1);
    expect(log.events).toHaveLength(2);
  });

  it("by the same middleware twice, is one run", async () => {
    const answer = trace.listener((_q: IncomingMessage, r: ServerResponse) => r.end("a"));
    await ask(trace.listener(answer));
    await log.outcome();
    expect(log.events).toHaveLength(2);
  });
});

describe("a response of HTTP/2", () => {
  async function ask2(
    listener: (request: Http2ServerRequest, response: Http2ServerResponse) => unknown,
    shouldLeave = false,
  ): Promise<Record<string, unknown>> {
    const server = createHttp2Server((request, response) => void listener(request, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const client = connectHttp2(`http://127.0.0.1:${String(port)}`);
    const stream = client.request({ ":path": "/" });
    stream.on("error", () => undefined);
    try {
      if (shouldLeave) {
        stream.once("ready", () => {
          setImmediate(() => stream.close(8));
        });
        await once(stream, "close");
        await log.outcome();
        return {};
      }
      const [headers] = (await once(stream, "response")) as [Record<string, unknown>];
      stream.resume();
      await once(stream, "end");
      return headers;
    } finally {
      client.destroy();
      server.close();
    }
  }

  it.each<[string, (request: Http2ServerRequest, response: Http2ServerResponse) => unknown]>([
    [
      "an object",
      (_q, r) => {
        r.writeHead(201, { "x-own": "1" });
        r.end("a");
      },
    ],
    [
      "a list",
      (_q, r) => {
        r.writeHead(201, ["x-own", "1"] as never);
        r.end("a");
      },
    ],
    [
      "flushHeaders",
      (_q, r) => {
        r.statusCode = 201;
        r.setHeader("x-own", "1");
        // It is there, though its types do not say so.
        (r as unknown as ServerResponse).flushHeaders();
        r.end("a");
      },
    ],
    [
      "end alone",
      (_q, r) => {
        r.statusCode = 201;
        r.setHeader("x-own", "1");
        r.end();
      },
    ],
    [
      "two calls",
      (_q, r) => {
        r.writeHead(201, { "x-own": "1" });
        try {
          r.writeHead(500);
        } catch {
          /* as without */
        }
        r.end("a");
      },
    ],
  ])("made of %s names the run", async (_what, answer) => {
    const headers = await ask2(trace.listener(answer));
    const { run_id: runId } = await log.outcome();
    expect(headers).toMatchObject({ ":status": 201, "x-own": "1", "x-run-id": runId });
  });

  it("whose client has left can be answered as without tracing", async () => {
    const seen: unknown[] = [];
    const answer = async (_q: Http2ServerRequest, r: Http2ServerResponse): Promise<void> => {
      await once(r, "close");
      try {
        r.writeHead(200, { "x-own": "1" });
        r.end("late");
        seen.push("fine");
      } catch (error) {
        seen.push(error);
      }
    };
    await ask2(trace.listener(answer), true);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(seen).toEqual(["fine"]);
  });
});
