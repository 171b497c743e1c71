/** Cuts bytes of UTF-8 inside their first character of several bytes; gives them whole where there is none. */
export function splitCharacter(bytes: Uint8Array): readonly Uint8Array[] {
  const border = bytes.findIndex(isContinuation);
  return border < 0 ? [bytes] : [bytes.subarray(0, border), bytes.subarray(border)];
}

function isContinuation(byte: number): boolean {
  return (byte & 0b1100_0000) === 0b1000_0000;
}
