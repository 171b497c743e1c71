const encoder = new TextEncoder();

/**
 * The FNV-1a hash of a text, in lower-case hexadecimal digits. For ids, not for secrets: whoever chooses the text can choose the
 * hash. Never all zero.
 */
export function toHash(text: string, bits: 64 | 128): string {
  const bytes = isAscii(text) ? undefined : encoder.encode(text);
  return bits === 64 ? hash64(text, bytes) : hash128(text, bytes);
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

// By limbs in place of bigints, and by characters where they are bytes: two hashes are made for each request. A limb has so many
// bits that its product is less than 2 ** 31, and that the prime's power of two shifts by whole limbs. No regular expression looks
// at the text: each would take as long as a hash.

/** The prime is `2 ** 40 + 435`. */
function hash64(text: string, bytes: Uint8Array | undefined): string {
  let a = 0x22325;
  let b = 0xe4842;
  let c = 0xbf29c;
  let d = 0xc;
  const length = bytes === undefined ? text.length : bytes.length;
  for (let at = 0; at < length; at += 1) {
    const low = a ^ (bytes === undefined ? text.charCodeAt(at) : (bytes[at] ?? 0));
    const high = b;
    a = low * 435;
    b = b * 435 + (a >>> 20);
    c = c * 435 + low + (b >>> 20);
    d = (d * 435 + high + (c >>> 20)) & 0xf;
    a &= 0xfffff;
    b &= 0xfffff;
    c &= 0xfffff;
  }
  if ((a | b | c | d) === 0) a = 1;
  return toHex((d << 28) | (c << 8) | (b >>> 12), (b << 20) | a);
}

/** The prime is `2 ** 88 + 315`. */
function hash128(text: string, bytes: Uint8Array | undefined): string {
  let a = 0x15c58d;
  let b = 0x05d58a;
  let c = 0x262b82;
  let d = 0x2ec050;
  let e = 0x272e07;
  let f = 0x1b188;
  const length = bytes === undefined ? text.length : bytes.length;
  for (let at = 0; at < length; at += 1) {
    const low = a ^ (bytes === undefined ? text.charCodeAt(at) : (bytes[at] ?? 0));
    const high = b;
    a = low * 315;
    b = b * 315 + (a >>> 22);
    c = c * 315 + (b >>> 22);
    d = d * 315 + (c >>> 22);
    e = e * 315 + low + (d >>> 22);
    f = (f * 315 + high + (e >>> 22)) & 0x3ffff;
    a &= 0x3fffff;
    b &= 0x3fffff;
    c &= 0x3fffff;
    d &= 0x3fffff;
    e &= 0x3fffff;
  }
  if ((a | b | c | d | e | f) === 0) a = 1;
  const upper = toHex((f << 14) | (e >>> 8), (e << 24) | (d << 2) | (c >>> 20));
  return upper + toHex((c << 12) | (b >>> 10), (b << 22) | a);
}

/** Two words of 32 bits. At one go: a text that is added up digit by digit takes three times as long. */
function toHex(upper: number, lower: number): string {
  // oxfmt-ignore
  return String.fromCharCode(
    digitOf(upper >>> 28), digitOf(upper >>> 24), digitOf(upper >>> 20), digitOf(upper >>> 16),
    digitOf(upper >>> 12), digitOf(upper >>> 8), digitOf(upper >>> 4), digitOf(upper),
    digitOf(lower >>> 28), digitOf(lower >>> 24), digitOf(lower >>> 20), digitOf(lower >>> 16),
    digitOf(lower >>> 12), digitOf(lower >>> 8), digitOf(lower >>> 4), digitOf(lower),
  );
}

function digitOf(value: number): number {
  const digit = value & 0xf;
  return digit + (digit < 10 ? 48 : 87);
}
