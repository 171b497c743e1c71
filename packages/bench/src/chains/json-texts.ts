/** A document (a list of small objects) that has exactly `count` chunks of four characters. */
export function jsonTexts(count: number): readonly string[] {
  const length = count * 4;
  const items: string[] = [];
  let written = 2;
  for (let index = 0; ; index += 1) {
    const item = `{"id":${String(index)},"name":"country ${String(index)}","population":${String(index * 1_000)},"tags":["a","b"]}`;
    if (written + item.length + 1 > length) break;
    items.push(item);
    written += item.length + 1;
  }
  const text = `[${items.join(",\n")}]`.padEnd(length, " ");
  return Array.from({ length: count }, (_, index) => text.slice(index * 4, index * 4 + 4));
}
