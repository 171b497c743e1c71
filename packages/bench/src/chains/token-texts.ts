/** The texts that a scripted model streams: one a chunk, as long as tokens are. */
export function tokenTexts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => ` word${String(index % 100)}`);
}
