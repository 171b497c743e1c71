/** The code units that JSON's grammar knows by name. */
export const jsonCharacter = {
  backslash: 0x5c,
  backtick: 0x60,
  closeBrace: 0x7d,
  closeBracket: 0x5d,
  colon: 0x3a,
  comma: 0x2c,
  minus: 0x2d,
  nine: 0x39,
  openBrace: 0x7b,
  openBracket: 0x5b,
  quote: 0x22,
  zero: 0x30,
} as const;

/** Whether a code unit is one of JSON's four blanks: space, tab, line feed, carriage return. */
export function isJsonBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Whether a code unit can begin a JSON string, number or literal. */
export function canBeginJsonScalar(code: number): boolean {
  return (
    code === jsonCharacter.quote ||
    code === jsonCharacter.minus ||
    (code >= jsonCharacter.zero && code <= jsonCharacter.nine) ||
    code === 0x74 ||
    code === 0x66 ||
    code === 0x6e
  );
}
