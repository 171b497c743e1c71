const encoder = new TextEncoder();

const parameters = {
  64: { basis: 0xcbf29ce484222325n, prime: 0x100000001b3n },
  128: {
    basis: 0x6c62272e07bb014262b821756295c58dn,
    prime: 0x0000000001000000000000000000013bn,
  },
} as const;

/**
 * The FNV-1a hash of a text, in lower-case hexadecimal digits. For ids, not for secrets: whoever chooses the text can choose the
 * hash. Never all zero.
 */
export function toHash(text: string, bits: 64 | 128): string {
  const { basis, prime } = parameters[bits];
  let hash: bigint = basis;
  for (const byte of encoder.encode(text))
    hash = BigInt.asUintN(bits, (hash ^ BigInt(byte)) * prime);
  return (hash === 0n ? 1n : hash).toString(16).padStart(bits / 4, "0");
}
