// A process of its own: streams `count` chunks in the way that is named, and prints its peak memory in megabytes.

const [way, count] = process.argv.slice(2);

/** Each text is made when it is asked for: a list of a million would be the memory that is measured. */
function* texts(): Generator<string> {
  for (let index = 0; index < Number(count); index += 1) yield ` word${String(index % 100)}`;
}

async function openEvents(): Promise<AsyncIterable<unknown>> {
  // Loaded only where it is used: each process holds the library that it measures.
  if (way === "peer") {
    const { langchainTextChain } = await import("../chains/langchain-chain.ts");
    return langchainTextChain(texts()).streamEvents("Hello", { version: "v2" });
  }
  const { rivuletTextChain } = await import("../chains/rivulet-chain.ts");
  return rivuletTextChain(texts()).streamEvents("Hello");
}

for await (const _event of await openEvents()) {
  if (way === "slow") await new Promise(setImmediate);
}
// In kilobytes, on every platform of Node.
console.log(process.resourceUsage().maxRSS / 1_024);
