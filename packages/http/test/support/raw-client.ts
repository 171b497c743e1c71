import { connect, type Socket } from "node:net";

/** What a client that is nothing but a socket asks for. */
export interface RawRequest {
  readonly port: number;
  /** `GET` where there is no body. */
  readonly body?: string | undefined;
  readonly path?: string | undefined;
  readonly lastEventId?: string | undefined;
}

/** The text of a request. */
export function toRequestText({ body, path = "/", lastEventId }: RawRequest): string {
  const lines = [`${body === undefined ? "GET" : "POST"} ${path} HTTP/1.1`, "Host: localhost"];
  if (lastEventId !== undefined) lines.push(`Last-Event-ID: ${lastEventId}`);
  if (body !== undefined)
    lines.push("Content-Type: application/json", `Content-Length: ${String(body.length)}`);
  return [...lines, "Connection: close", "", body ?? ""].join("\r\n");
}

/** When a client leaves, and what it is told before. */
export interface Leaving {
  /** Called when the answer begins. */
  readonly onAnswer?: (() => void) | undefined;
  /** After so many characters of the request; by default it is sent whole. */
  readonly afterRequest?: number | undefined;
  /** After so many characters of the answer; by default it is read to its end. */
  readonly afterAnswer?: number | undefined;
}

/** Sends a request, and leaves by destroying the socket. Resolves with what came in when the socket is closed. */
export function visit(
  request: RawRequest,
  { afterRequest, afterAnswer, onAnswer }: Leaving = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port: request.port, host: "127.0.0.1" });
    let answer = "";
    socket.setEncoding("latin1");
    socket.once("error", reject);
    socket.once("connect", () => {
      const text = toRequestText(request);
      socket.write(afterRequest === undefined ? text : text.slice(0, afterRequest), () => {
        if (afterRequest !== undefined || afterAnswer === 0) socket.destroy();
      });
    });
    socket.on("data", (data: string) => {
      if (answer === "") onAnswer?.();
      answer += data;
      if (afterAnswer !== undefined && answer.length >= afterAnswer) socket.destroy();
    });
    socket.once("close", () => {
      resolve(answer);
    });
  });
}
