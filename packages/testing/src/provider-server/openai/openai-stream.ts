import type { ProviderRequest } from "../provider-request.ts";

/** Whether the request asks for its usage in the stream, by `stream_options.include_usage`. */
export function isUsageRequested({ body }: ProviderRequest): boolean {
  const options = body["stream_options"];
  if (typeof options !== "object" || options === null) return false;
  return "include_usage" in options && options.include_usage === true;
}

/** Takes one of each list in turn, until all are empty. */
export function interleave<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}
