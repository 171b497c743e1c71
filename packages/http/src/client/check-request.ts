import { InvalidArgumentError } from "@rivulet/core";

/**
 * The address as an absolute one.
 *
 * @throws {@link InvalidArgumentError} when it is none that a request can be sent to, or a relative one where there is no page.
 */
export function toAbsoluteUrl(url: string | URL): URL {
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  const parsed = parseUrl(url, location?.href);
  if (parsed === undefined || !/^https?:$/u.test(parsed.protocol)) {
    throw InvalidArgumentError.of(
      "The address of events was",
      withoutSecrets(String(url)),
      "an absolute http(s) address",
    );
  }
  if (parsed.username === "" && parsed.password === "") return parsed;
  throw new InvalidArgumentError(
    "The address of events has a user or a password in it, which fetch does not take; give them in the header authorization.",
  );
}

function parseUrl(url: string | URL, base: string | undefined): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}

// It can't be taken apart as an address can: what may be a password is whatever stands before an `@`.
function withoutSecrets(url: string): string {
  const [, scheme = "", rest = ""] = /^([a-z][a-z\d+.-]*:[\\/]{2})?(.*)$/isu.exec(url) ?? [];
  return scheme + rest.slice(rest.lastIndexOf("@") + 1).replace(/[?#].*$/su, "");
}

/**
 * Checks what can be wrong with the headers of a request before it is sent: by `fetch` it would look as if the server was away.
 *
 * @throws {@link InvalidArgumentError} when a header can't be sent. It does not say the value, which may be a key.
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (isHeader(name, value)) continue;
    throw new InvalidArgumentError(
      `The header ${JSON.stringify(name)} can't be sent; give a name of HTTP, and a value in one line of Latin-1 characters.`,
    );
  }
}

/**
 * The value of the header `Last-Event-ID` for the id of an event: its UTF-8 bytes, one character of 0 to 255 for each, as
 * `fetch` takes them. `undefined` when no header can carry it, because it has control characters in it.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header
 */
export function toLastEventIdHeader(id: string): string | undefined {
  // Not in one call of `fromCharCode`: an id may be longer than a call can have arguments.
  const bytes = Array.from(new TextEncoder().encode(id), (byte) => String.fromCharCode(byte));
  const value = bytes.join("");
  return /[^\t\u0020-\u007e\u0080-\u00ff]/u.test(value) ? undefined : value;
}

/** @throws {@link InvalidArgumentError} when it can't be the id of an event. */
export function checkLastEventId(id: string | undefined): void {
  if (id === undefined || toLastEventIdHeader(id) !== undefined) return;
  throw InvalidArgumentError.of("lastEventId was", id, "an id that onEventId was told");
}

function isHeader(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
}
