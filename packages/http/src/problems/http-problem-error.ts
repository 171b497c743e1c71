import { RivuletError } from "@rivulet/core";

/** What a problem says beside its title. */
export interface HttpProblemFields {
  /** The HTTP status, from 400. */
  readonly status: number;
  /** The kind of problem in a few words: the same for every occurrence. */
  readonly title: string;
  /** What was wrong this time, and what to do. It is sent to the client: nothing secret. */
  readonly detail?: string | undefined;
  /** Headers of the answer, such as `allow`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Further members of the document, such as `errors`. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A request that is refused: answered with its status and a problem document, never with a stack. Throw one in a source or
 * in `authorize` to refuse a request yourself.
 *
 * @see RFC 9457
 */
export class HttpProblemError extends RivuletError {
  readonly code = "HTTP_PROBLEM";
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(fields: HttpProblemFields) {
    super(fields.detail ?? fields.title);
    this.status = fields.status;
    this.title = fields.title;
    this.detail = fields.detail;
    this.headers = fields.headers ?? {};
    this.extensions = fields.extensions ?? {};
  }

  /** The answer to the request. */
  toResponse(): Response {
    const { status, title, detail, headers, extensions } = this;
    const document = {
      ...extensions,
      type: "about:blank",
      title,
      status,
      ...(detail !== undefined && { detail }),
    };
    return new Response(JSON.stringify(document), {
      status,
      headers: { ...headers, "content-type": "application/problem+json" },
    });
  }
}
