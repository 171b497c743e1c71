/** Where a request goes. */
export interface EventsRoute {
  /** The path that the handler is mounted at, without a slash at its end. */
  readonly base: string;
  /** The run that is meant; `undefined` where one is to be started. */
  readonly runId: string | undefined;
}

const runPath = /^(.*)\/runs\/([^/]+)\/?$/u;
const basePath = /^(.*?)(?:\/runs)?\/?$/u;

/** Takes a path apart: what stands before `/runs/<id>` is where the handler is mounted. */
export function matchRoute(pathname: string): EventsRoute {
  // Two slashes at its beginning would make an address of another host of it.
  const path = pathname.replace(/^\/+/u, "/");
  const [, base, runId] = runPath.exec(path) ?? [];
  if (base !== undefined) return { base, runId };
  return { base: basePath.exec(path)?.[1] ?? "", runId: undefined };
}
