// Module hooks: programs that are no files, as modules at the addresses that they would have as files.
let sources = {};

export function initialize(data) {
  sources = data;
}

export function resolve(specifier, context, nextResolve) {
  if (Object.hasOwn(sources, specifier)) return { url: specifier, shortCircuit: true };
  return nextResolve(specifier, context);
}

export function load(url, context, nextLoad) {
  if (!Object.hasOwn(sources, url)) return nextLoad(url, context);
  return { format: "module", source: sources[url], shortCircuit: true };
}
