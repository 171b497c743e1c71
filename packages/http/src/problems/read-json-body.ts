import { HttpProblemError } from "./http-problem-error.ts";

/** How many levels of objects and lists are taken. */
const maxDepth = 200;

/**
 * The JSON value in a request's body. Reads no more than `maxBytes` of it.
 *
 * @throws {@link HttpProblemError} 415 when the body is of another type or packed, 413 when it is larger, 400 when it is no JSON.
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  const type = (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new HttpProblemError({
      status: 415,
      title: "Unsupported content type",
      detail: "The body is read as JSON; send it with the content type application/json.",
      headers: { accept: "application/json" },
    });
  }
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") {
    throw new HttpProblemError({
      status: 415,
      title: "Unsupported content encoding",
      detail: "The body is packed; send it as it is.",
      headers: { "accept-encoding": "identity" },
    });
  }
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  return parseJson(await readText(request, maxBytes));
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  if (request.body === null) return "";
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error instanceof HttpProblemError ? error : noJson("it is no text in UTF-8, or was cut");
  }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (isDeeperThan(maxDepth, value)) throw tooDeep();
    return value;
  } catch (error) {
    if (error instanceof HttpProblemError) throw error;
    // The parser's own message quotes the body.
    throw noJson(text === "" ? "it is empty" : "it does not parse");
  }
}

// Level by level: what reads it later may go down by recursion.
function isDeeperThan(depth: number, value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let left = depth; level.length > 0; left -= 1) {
    if (left < 0) return true;
    level = level.flatMap((item) =>
      typeof item === "object" && item !== null ? (Object.values(item) as unknown[]) : [],
    );
  }
  return false;
}

function tooDeep(): HttpProblemError {
  return new HttpProblemError({
    status: 400,
    title: "Invalid JSON",
    detail: `The body is nested deeper than ${String(maxDepth)} levels; send a flatter one.`,
  });
}

function noJson(why: string): HttpProblemError {
  return new HttpProblemError({
    status: 400,
    title: "Invalid JSON",
    detail: `The body is no JSON value: ${why}; send one.`,
  });
}

function tooLarge(maxBytes: number): HttpProblemError {
  return new HttpProblemError({
    status: 413,
    title: "Body too large",
    detail: `The body is larger than ${String(maxBytes)} bytes; send less.`,
    headers: { connection: "close" },
  });
}
