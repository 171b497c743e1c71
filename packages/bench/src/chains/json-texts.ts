const chunkLength = 4;

/** A document (a list of small objects) that has exactly `count` chunks of four characters. */
export function jsonTexts(count: number): readonly string[] {
  const length = count * chunkLength;
  const items: string[] = [];
  let written = 2;
  for (let index = 0; ; index += 1) {
    const item = `{"id":${String(index)},"name":"country ${String(index)}","population":${String(index * 1_000)},"tags":["a","b"]}`;
    if (written + item.length + 2 > length) break;
    items.push(item);
    written += item.length + 2;
  }
  return inChunks(`[${items.join(",\n")}]`.padEnd(length, " "));
}

/**
 * One object with so many keys. Members are of one length, so that twice the keys are twice the chunks: with numbers that get longer
 * a hundred times the keys would be 131 times the chunks.
 */
export function wideObjectTexts(keys: number): readonly string[] {
  const members = Array.from(
    { length: keys },
    (_, key) => `"key${String(key).padStart(5, "0")}":${String(100_000 + key)}`,
  );
  return inChunks(`{${members.join(",")}}`);
}

/** One string of so many chunks. */
export function longStringTexts(count: number): readonly string[] {
  return inChunks(`{"text":"${"word".repeat(count)}"}`);
}

/** So many objects, each within the one before. */
export function nestedTexts(depth: number): readonly string[] {
  return inChunks(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);
}

function inChunks(text: string): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / chunkLength) }, (_, index) =>
    text.slice(index * chunkLength, (index + 1) * chunkLength),
  );
}
