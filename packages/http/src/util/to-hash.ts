const encoder = new TextEncoder();

/** The parameters of FNV-1a: the prime is `2 ** (16 * shiftedDigits + 8) + factor`. */
interface Parameters {
  /** The lowest digit first. A digit is 16 bits: multiplied by the factor it is still a number of 32. */
  readonly basis: readonly number[];
  readonly factor: number;
  readonly shiftedDigits: number;
}

const parameters: Readonly<Record<64 | 128, Parameters>> = {
  64: { basis: [0x2325, 0x8422, 0x9ce4, 0xcbf2], factor: 0x1b3, shiftedDigits: 2 },
  128: {
    basis: [0xc58d, 0x6295, 0x2175, 0x62b8, 0x0142, 0x07bb, 0x272e, 0x6c62],
    factor: 0x13b,
    shiftedDigits: 5,
  },
};

const hexadecimal: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, "0"),
);

const plain = /^[\w.-]*$/;
const placeBytes = 4;
// One for all: nothing is kept in it from one hash to the next. A view, since an index into an array may, to the compiler, lie
// outside of it.
const digits = new DataView(new ArrayBuffer(8 * placeBytes));

/**
 * The FNV-1a hash of a text, in lower-case hexadecimal digits. For ids, not for secrets: whoever chooses the text can choose the
 * hash. Never all zero.
 */
// By digits in place of bigints, and by characters where they are bytes: two hashes are made for each request.
export function toHash(text: string, bits: 64 | 128): string {
  const { basis, factor, shiftedDigits } = parameters[bits];
  for (let index = 0; index < basis.length; index += 1) set(index, basis[index] ?? 0);
  const bytes = plain.test(text) ? undefined : encoder.encode(text);
  const length = bytes === undefined ? text.length : bytes.length;
  for (let at = 0; at < length; at += 1) {
    set(0, get(0) ^ (bytes?.[at] ?? text.charCodeAt(at)));
    // From the highest on: each needs lower ones as they were.
    for (let index = basis.length - 1; index >= 0; index -= 1) {
      const shifted = index < shiftedDigits ? 0 : shiftedTo(index - shiftedDigits);
      set(index, get(index) * factor + shifted);
    }
    carryOver(basis.length);
  }
  return toHex(basis.length);
}

// A digit of the hash shifted by half a digit.
function shiftedTo(index: number): number {
  return ((get(index) & 0xff) << 8) | (index === 0 ? 0 : get(index - 1) >>> 8);
}

function carryOver(count: number): void {
  let carry = 0;
  for (let index = 0; index < count; index += 1) {
    const sum = get(index) + carry;
    set(index, sum & 0xffff);
    carry = sum >>> 16;
  }
}

function toHex(count: number): string {
  let text = "";
  for (let index = count - 1; index >= 0; index -= 1)
    text += hexOf(get(index) >>> 8) + hexOf(get(index) & 0xff);
  return /[^0]/.test(text) ? text : `${text.slice(1)}1`;
}

function hexOf(byte: number): string {
  return hexadecimal[byte] ?? "";
}

function get(index: number): number {
  return digits.getUint32(index * placeBytes, true);
}

function set(index: number, value: number): void {
  digits.setUint32(index * placeBytes, value, true);
}
