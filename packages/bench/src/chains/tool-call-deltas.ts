/** What a provider's stream says of a tool call at a time. */
export interface ToolCallDelta {
  readonly index: number;
  readonly id?: string;
  readonly name?: string;
  /** A part of the arguments' JSON text. */
  readonly args: string;
}

const deltaLength = 4;

/** One tool call in exactly `count` deltas: id and name with the first, then four characters of the arguments each. */
export function toolCallDeltas(count: number): readonly ToolCallDelta[] {
  const text = argumentsText((count - 1) * deltaLength);
  const pieces = Array.from({ length: count - 1 }, (_, index) =>
    text.slice(index * deltaLength, (index + 1) * deltaLength),
  );
  return [
    { index: 0, id: "call_1", name: "import_countries", args: "" },
    ...pieces.map((args) => ({ index: 0, args })),
  ];
}

// Many small values and no long one, as arguments have them; the rest is white space.
function argumentsText(length: number): string {
  const end = "]}";
  let text = '{"countries":[""';
  for (let index = 0; ; index += 1) {
    const item = `,{"id":${String(index)},"name":"country ${String(index)}"}`;
    if (text.length + item.length + end.length > length) break;
    text += item;
  }
  return text.padEnd(length - end.length) + end;
}
