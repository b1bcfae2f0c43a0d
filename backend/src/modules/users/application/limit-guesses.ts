import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
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
    const subject = this.subject(email, address);
    await this.storage.database.transaction(async (tx) => {
      const verdict = countTry(await this.storage.failures.lock(tx, subject), Date.now());
      if ('waitMs' in verdict) throw tooManyTries(verdict.waitMs);
      await this.storage.failures.store(tx, subject, verdict.failures);
    });
  }

  /** The person has shown that they know the password. */
  async clear(email: string, address: string): Promise<void> {
    await this.storage.failures.clear(this.storage.database, this.subject(email, address));
  }

  private subject(email: string, address: string): Buffer {
    return createHmac('sha256', this.keys.signInFailures)
      .update(`${email} ${addressKey(address)}`)
      .digest();
  }
}
