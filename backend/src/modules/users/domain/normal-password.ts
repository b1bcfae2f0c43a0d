/** A password as it is hashed: NFKC, so that each keyboard's way to write it gives the same bytes. Nothing is cut off. */
export function normalPassword(text: string): string {
  return text.normalize('NFKC');
}
