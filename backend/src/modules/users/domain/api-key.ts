/** How many keys of an account may live at a time. */
export const mostApiKeys = 20;

const shape = /^(tdl_[A-Za-z0-9_-]{8})_[A-Za-z0-9_-]{43}$/;

/**
 * Writes a key: `tdl_`, so that a leaked one is recognised by whoever finds it (secret scanners look for such beginnings), 8 characters
 * that its owner tells it by (`shown`, 6 bytes), and 32 random bytes that nobody can guess.
 */
export function apiKeyOf(shown: Buffer, secret: Buffer): { key: string; prefix: string } {
  const prefix = `tdl_${shown.toString('base64url')}`;
  return { key: `${prefix}_${secret.toString('base64url')}`, prefix };
}

/** Whether a text can be a key of ours at all; what cannot is refused without asking the database. */
export function isApiKey(text: string): boolean {
  return shape.test(text);
}

/** Whether a use is to be written down: once a minute is often enough for "last used". */
export function isNewUse(lastUsedAt: number | null, now: number): boolean {
  return lastUsedAt === null || now - lastUsedAt >= 60_000 || lastUsedAt > now;
}
