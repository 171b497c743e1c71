import { connect, type Socket } from "node:net";

/** How the requests of {@link sendRequests} are sent. */
export interface RequestLoad {
  readonly port: number;
  readonly path: string;
  /** How many requests in all. */
  readonly requests: number;
  /** On how many connections, each kept alive, one request after the other on each. */
  readonly connections: number;
}

/**
 * Sends `GET` requests over plain sockets, so that what is measured is the server's work for the most part. Resolves with
 * how many were answered with the body `expected`, when all were.
 *
 * Rejects when a connection fails, or an answer is another one.
 */
export async function sendRequests(load: RequestLoad, expected: string): Promise<number> {
  const each = load.requests / load.connections;
  const answered = await Promise.all(
    Array.from({ length: load.connections }, () => sendOn({ ...load, requests: each }, expected)),
  );
  return answered.reduce((sum, count) => sum + count, 0);
}

function sendOn({ port, path, requests }: RequestLoad, expected: string): Promise<number> {
  const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nUser-Agent: bench\r\n\r\n`;
  const ending = `\r\n\r\n${expected}`;
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let answered = 0;
    let text = "";
    socket.setEncoding("latin1");
    socket.once("error", reject);
    socket.once("connect", () => socket.write(request));
    socket.on("data", (data: string) => {
      text += data;
      if (!text.endsWith(ending)) return;
      if (!text.startsWith("HTTP/1.1 200 ")) socket.destroy(new Error(text));
      text = "";
      answered += 1;
      if (answered < requests) socket.write(request);
      else socket.end();
    });
    socket.once("close", () => {
      if (answered === requests) resolve(answered);
      else reject(new Error(`A connection closed after ${String(answered)} answers: ${text}`));
    });
  });
}
