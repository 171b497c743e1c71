const keyNames = ["apiKey", "adminAPIKey", "authToken", "webhookKey", "webhookSecret"] as const;

/** The keys that a client holds now: what must be in no message and no event. Not kept, since a client may fetch new ones. */
export function secretsOf(client: object): readonly unknown[] {
  return keyNames.map((name) => (client as Readonly<Record<string, unknown>>)[name]);
}
