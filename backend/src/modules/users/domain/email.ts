/** An address as it is compared and kept: without spaces around it, in lower case. */
export function normalEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** Shorter ones say nothing: they are in every other word. */
const shortestName = 3;
const shortestPart = 4;

/** The words of an address that a password must not hold: what is before the @, whole and in its parts. */
export function namesIn(email: string): string[] {
  const local = normalEmail(email).split('@', 1)[0] ?? '';
  const parts = local.split(/[.+_-]/).filter((part) => part.length >= shortestPart);
  return [...new Set(local.length >= shortestName ? [local, ...parts] : parts)];
}
