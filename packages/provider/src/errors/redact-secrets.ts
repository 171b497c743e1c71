const placeholder = "[redacted]";

// A key in full, as OpenAI and Anthropic make them; what a provider masked (`sk-abc***xyz`) is left.
const knownKey = /\b(?:sk|pk|rk|sess)-[\w-]{20,}/gu;
const authorization = /\b(Bearer|Basic) +[\w.~+/=-]{8,}/giu;

// What an address may hold: a password, and a key in the query.
const password = /(:\/\/[^\s/?#:@]*:)[^\s/?#@]+@/gu;
const keyInQuery = /([?&][\w-]*(?:key|secret|sig|signature|token)=)[^\s&#"']+/giu;

/** Shorter texts are no keys, and would be found in any prose. */
const shortestSecret = 6;

/** Takes the caller's keys, and what looks like one, out of a text; of `secrets` what is no text is left out. */
export function redactSecrets(text: string, secrets: readonly unknown[]): string {
  let redacted = text;
  for (const secret of secrets) {
    // A key is sent without the blanks around it, and a client complains about it with them.
    const known = typeof secret === "string" ? secret.trim() : "";
    if (known.length >= shortestSecret) redacted = redacted.replaceAll(known, placeholder);
  }
  return redacted
    .replace(password, `$1${placeholder}@`)
    .replace(keyInQuery, `$1${placeholder}`)
    .replace(authorization, `$1 ${placeholder}`)
    .replace(knownKey, placeholder);
}
