/** An address as it is compared and kept: without spaces around it, in lower case. */
export function normalEmail(text: string): string {
  return text.trim().toLowerCase();
}

const tooShortToTell = 4;

/** The words of an address that a password must not hold: what is before the @, whole and in its parts; shorter than 4 says nothing. */
export function namesIn(email: string): string[] {
  const local = normalEmail(email).split('@', 1)[0] ?? '';
  const parts = [local, ...local.split(/[.+_-]/)];
  return [...new Set(parts)].filter((part) => part.length >= tooShortToTell);
}
