import { EventsConnectionError } from "../errors/events-connection-error.ts";

/** How much of a refusal is said, in characters. */
const maxDetailLength = 1000;

/** How much of its body is read, in characters: what is longer is no problem document. */
const maxBodyLength = 64 * 1024;

/** How long, in milliseconds, its body is waited for. */
const maxBodyMs = 1000;

/** The error of an answer that is no stream of events, with what it says of itself. Never rejects, and closes the body. */
export async function readRefusal(response: Response): Promise<EventsConnectionError> {
  const { status } = response;
  const said = detailOf(await readBeginning(response.body));
  return new EventsConnectionError(
    `The server refused to send events (${String(status)})${said === "" ? "" : `: ${said}`}`,
    { status },
  );
}

// Whatever is at the address: its body may never end.
async function readBeginning(body: ReadableStream<Uint8Array> | null): Promise<string> {
  // A `fetch` of the user's may have read it.
  if (body === null || body.locked) return "";
  const reader = body.getReader();
  const close = (): void => {
    void reader.cancel().catch(() => undefined);
  };
  const timer = setTimeout(close, maxBodyMs);
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (text.length < maxBodyLength) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // It was cut: the status is known all the same.
  }
  clearTimeout(timer);
  close();
  return text;
}

function detailOf(text: string): string {
  try {
    const problem = JSON.parse(text) as {
      readonly title?: unknown;
      readonly detail?: unknown;
    } | null;
    const said = [problem?.title, problem?.detail].filter((part) => typeof part === "string");
    return said.join(". ").slice(0, maxDetailLength);
  } catch {
    return "";
  }
}
