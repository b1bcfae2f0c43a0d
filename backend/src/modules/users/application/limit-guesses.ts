import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database';
import { addressKey } from '../../../platform/http/caller-address';
import { countTry } from '../domain/sign-in-backoff';
import { USER_KEYS, type UserKeys } from './user-keys';
import { UserStorage } from './user-storage';
import { tooManyTries } from './users.errors';

/**
 * Slows down who guesses passwords: per account and the address it is tried from, so that a stranger's failures keep nobody else out.
 * A try is counted before it is verified, or many at once would pass together.
 */
@Injectable()
export class LimitGuesses {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(USER_KEYS) private readonly keys: UserKeys,
  ) {}

  /** Counts a try, known address or not. Throws a 429 while the caller has to wait. */
  async take(email: string, address: string): Promise<void> {
    await this.count(this.subject(email, address));
  }

  /** The person has shown that they know the password. */
  async clear(email: string, address: string): Promise<void> {
    await this.storage.failures.clear(this.storage.database, this.subject(email, address));
  }

  /**
   * Counts a code of a second factor, from wherever it comes: a million codes are few for who has many addresses. Only who knows the
   * password gets so far. Gives how many were tried in a row.
   */
  async takeCode(userId: string): Promise<number> {
    return this.count(this.codesOf(userId));
  }

  /** A code was right, or whoever guessed them cannot come so far any more: the password is another. */
  async clearCodes(tx: Transaction, userId: string): Promise<void> {
    await this.storage.failures.clear(tx, this.codesOf(userId));
  }

  private async count(subject: Buffer): Promise<number> {
    return this.storage.database.transaction(async (tx) => {
      const verdict = countTry(await this.storage.failures.lock(tx, subject), Date.now());
      if ('waitMs' in verdict) throw tooManyTries(verdict.waitMs);
      await this.storage.failures.store(tx, subject, verdict.failures);
      return verdict.failures.count;
    });
  }

  private subject(email: string, address: string): Buffer {
    return this.hashed(`${email} ${addressKey(address)}`);
  }

  private codesOf(userId: string): Buffer {
    return this.hashed(`second factor ${userId}`);
  }

  private hashed(text: string): Buffer {
    return createHmac('sha256', this.keys.signInFailures).update(text).digest();
  }
}
