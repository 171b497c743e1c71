import { isPlainObject } from "@rivulet/core";
import { headerReader } from "./header-reader.ts";

/** What an error of a provider's client, or the provider's own description of an error, says. */
export interface ClientFailure {
  /** The names of its class and of those that it extends, the nearest first; and its own name. */
  readonly classNames: readonly string[];
  /** What the provider says, where it does; else what the client says. */
  readonly message: string;
  readonly status: number | undefined;
  /** The provider's code or type. */
  readonly providerCode: string | undefined;
  readonly requestId: string | undefined;
  /** Codes of Node and of `fetch` in the error and what caused it, such as `ECONNREFUSED`. */
  readonly systemCodes: readonly string[];
  /** Reads a header of the answer. */
  readonly header: (name: string) => string | undefined;
}

/** How long a code may be, in characters: a longer one is none. */
const maxCodeLength = 200;

type Fields = Readonly<Record<string, unknown>>;

/** Reads an error by its shape: its class may be that of another copy of the client. `redact` takes keys out of a text. */
export function readClientFailure(error: object, redact: (text: string) => string): ClientFailure {
  const fields = error as Fields;
  const header = headerReader(fields["headers"]);
  const body = innermostBody(fields["error"]);
  const firstText = (...values: readonly unknown[]): string | undefined => {
    const text = values.find((value) => typeof value === "string" && value !== "");
    return typeof text === "string" ? redact(text) : undefined;
  };
  return {
    classNames: classNamesOf(error),
    message: firstText(body?.["message"], fields["message"]) ?? "no message",
    status: typeof fields["status"] === "number" ? fields["status"] : undefined,
    providerCode: firstText(body?.["code"], fields["code"], fields["type"], body?.["type"])?.slice(
      0,
      maxCodeLength,
    ),
    requestId: firstText(
      fields["requestID"],
      header("x-request-id"),
      header("request-id"),
      fields["request_id"],
    ),
    systemCodes: systemCodesOf(error),
    header,
  };
}

/** Anthropic wraps the body's `error` once more than OpenAI does. */
function innermostBody(error: unknown): Fields | undefined {
  if (!isPlainObject(error)) return undefined;
  const { error: inner } = error;
  return isPlainObject(inner) ? inner : error;
}

function classNamesOf(error: object): readonly string[] {
  const names: string[] = [];
  let prototype: unknown = Object.getPrototypeOf(error);
  while (typeof prototype === "object" && prototype !== null) {
    names.push(prototype.constructor.name);
    prototype = Object.getPrototypeOf(prototype);
  }
  const { name } = error as Fields;
  return typeof name === "string" ? [name, ...names] : names;
}

function systemCodesOf(error: object): readonly string[] {
  const codes: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 8 && typeof current === "object" && current !== null; depth += 1) {
    const { code, cause } = current as Fields;
    if (typeof code === "string") codes.push(code);
    current = cause;
  }
  return codes;
}
