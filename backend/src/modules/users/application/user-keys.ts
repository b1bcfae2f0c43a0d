import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Injection token of the keys below. */
export const USER_KEYS = Symbol('user keys');

/** One key for each use, all from the install's secret: what leaks of one says nothing of another. */
export interface UserKeys {
  accessToken: Buffer;
  refreshToken: Buffer;
  signInFailures: Buffer;
  stepUp: Buffer;
  totpSecret: Buffer;
}

/** Derives each key from the secret of the install (HKDF with SHA-256, 32 bytes). */
export function userKeys(secret: Buffer): UserKeys {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `tideline ${use}`, 32));
  return {
    accessToken: derive('access token'),
    refreshToken: derive('refresh token'),
    signInFailures: derive('sign-in failures'),
    stepUp: derive('step-up token'),
    totpSecret: derive('second factor'),
  };
}

/** A new secret of 32 random bytes, as text for a cookie or a link. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token. It has 256 bits of chance in it, so that a plain hash cannot be guessed back. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The token that follows a refresh token: always the same one, so that it can be given again without being kept. */
export function successorOf(token: string, { refreshToken }: UserKeys): string {
  return createHmac('sha256', refreshToken).update(token).digest('base64url');
}
