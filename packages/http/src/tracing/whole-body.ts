/**
 * Whether a response is known to have its whole body at hand. `false` says nothing: the fetch standard tells no difference
 * between a text and a stream.
 *
 * It is known of a response of `@hono/node-server`, which keeps what it was made of until somebody reads its `body`, and is sent
 * at one go until then. Reading it takes 100 us, and the `content-length` is lost.
 */
export function hasWholeBody(response: Response): boolean {
  const key = findCacheKey(response);
  const cache: unknown = key === undefined ? undefined : Reflect.get(response, key);
  // Status, body, headers: a symbol of the same name may be anybody's.
  if (!Array.isArray(cache) || cache.length !== 3 || cache[0] !== response.status) return false;
  const body: unknown = cache[1];
  return body === null || typeof body === "string" || isBytes(body);
}

function isBytes(body: unknown): boolean {
  return body instanceof Uint8Array || body instanceof Blob;
}

// The last one that was found: to list the symbols of each response takes 1 us.
let knownKey: symbol | undefined;

function findCacheKey(response: Response): symbol | undefined {
  if (knownKey !== undefined && Object.hasOwn(response, knownKey)) return knownKey;
  const key = Object.getOwnPropertySymbols(response).find(isCacheKey);
  if (key !== undefined) knownKey = key;
  return key;
}

function isCacheKey({ description }: symbol): boolean {
  return description === "cache";
}
