import { connect } from "node:net";

/** Headers as they stand on the wire: their order, case, repetitions and white space. */
export type RawHeaders = readonly (readonly [name: string, value: string])[];

/** Asks a service with headers that no client of HTTP would send; resolves when the answer has ended. */
export async function requestRaw(url: string, headers: RawHeaders): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const lines = [["Host", hostname], ["Connection", "close"], ...headers].map(
    ([name = "", value = ""]) => `${name}:${value}\r\n`,
  );
  socket.write(`GET / HTTP/1.1\r\n${lines.join("")}\r\n`);
  let answer = "";
  for await (const bytes of socket) answer += (bytes as Buffer).toString("latin1");
  return answer;
}
