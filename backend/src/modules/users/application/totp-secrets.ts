import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { USER_KEYS, type UserKeys } from './user-keys';

const cipher = 'aes-256-gcm';
const form = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals the secrets of second factors for the database, each for its account: a copy of the database alone makes no codes. The key comes
 * from the install's secret; with another one they cannot be opened any more, and recovery codes, which are hashed without a key, lead in.
 */
@Injectable()
export class TotpSecrets {
  constructor(@Inject(USER_KEYS) private readonly keys: UserKeys) {}

  seal(userId: string, secret: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const sealing = createCipheriv(cipher, this.keys.totpSecret, nonce).setAAD(Buffer.from(userId));
    const sealed = Buffer.concat([sealing.update(secret, 'utf8'), sealing.final()]);
    return Buffer.concat([Buffer.from([form]), nonce, sealing.getAuthTag(), sealed]);
  }

  /** Gives the secret, null when it was sealed with another key, for another account, or was changed. */
  open(userId: string, sealed: Buffer): string | null {
    const nonce = sealed.subarray(1, 1 + nonceBytes);
    const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
    if (sealed[0] !== form || tag.length !== tagBytes) return null;
    const opening = createDecipheriv(cipher, this.keys.totpSecret, nonce).setAAD(Buffer.from(userId)).setAuthTag(tag);
    try {
      return Buffer.concat([opening.update(sealed.subarray(1 + nonceBytes + tagBytes)), opening.final()]).toString('utf8');
    } catch {
      return null;
    }
  }
}
