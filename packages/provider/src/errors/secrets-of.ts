const keyNames = [
  "apiKey",
  "adminAPIKey",
  "authToken",
  "webhookKey",
  "webhookSecret",
  "awsAccessKey",
  "awsSecretKey",
  "awsSessionToken",
];

const secretName = /auth|cookie|credential|key|password|secret|signature|token/iu;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The keys that a client holds now, in whatever it was given them by (a field, a header, its address), and those in the headers of
 * a request: what must be in no message and no event. Not kept, since a client may fetch new ones.
 */
export function secretsOf(client: object, requestHeaders?: unknown): readonly unknown[] {
  const fields = client as Fields;
  const { defaultHeaders, defaultQuery } = (fields["_options"] ?? {}) as Fields;
  return [
    ...keyNames.map((name) => fields[name]),
    ...[defaultHeaders, defaultQuery, requestHeaders].flatMap(secretsIn),
    ...secretsOfAddress(fields["baseURL"]),
  ];
}

/** The values under telling names; of `Bearer <key>` the key as well. */
function secretsIn(named: unknown): readonly unknown[] {
  return entriesOf(named)
    .filter(([name]) => secretName.test(String(name)))
    .flatMap(([, value]) => [value].flat())
    .flatMap((value) => (typeof value === "string" ? [value, ...value.split(/\s+/u)] : []));
}

function entriesOf(named: unknown): readonly (readonly [unknown, unknown])[] {
  if (typeof named !== "object" || named === null) return [];
  // Headers, a map, or pairs: all that the clients take.
  if (Symbol.iterator in named) {
    return [...(named as Iterable<unknown>)].filter((entry): entry is [unknown, unknown] =>
      Array.isArray(entry),
    );
  }
  return Object.entries(named);
}

function secretsOfAddress(address: unknown): readonly unknown[] {
  if (typeof address !== "string" || !URL.canParse(address)) return [];
  const { password, searchParams } = new URL(address);
  return [password, decode(password), ...secretsIn(searchParams)];
}

// Not all that an address may hold is encoded rightly.
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
