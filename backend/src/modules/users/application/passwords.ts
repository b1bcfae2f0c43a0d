import { availableParallelism } from 'node:os';
import { hash as argon2, verify as verifyArgon2 } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import { Injectable } from '@nestjs/common';
import { dictionary } from '@zxcvbn-ts/language-common';
import { CodedError } from '../../../platform/http/coded-error';
import { normalPassword, passwordFault } from '../domain/password-policy';
import { HashQueue } from './hash-queue';

/** argon2id is the library's default algorithm. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const currentForm = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
/** Of earlier systems; weaker ones are not taken, much stronger ones would stand in everybody's way. */
const bcryptForm = /^\$2[aby]\$1[2-5]\$/;
/** What a password is compared with where there is no account: as much work, never equal. */
const decoy = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
const waitingPerWorker = 64;

const common = new Set(dictionary['passwords-common']);

/** Hashes and verifies passwords, on all cores but one: a flood of sign-ins leaves one to everything else. */
@Injectable()
export class Passwords {
  private readonly workers = Math.max(1, availableParallelism() - 1);
  private readonly queue = new HashQueue(this.workers, this.workers * waitingPerWorker);

  /** Throws a 422 for a password that may not be chosen. */
  check(password: string, email: string): void {
    const fault = passwordFault(password, email, (word) => common.has(word));
    if (fault === null) return;
    throw new CodedError('AUTH.PASSWORD_REFUSED', 422, `The password ${fault}.`, { errors: [{ path: 'password', message: fault }] });
  }

  /** Gives the PHC string of a password. Rejects with a 503 when too many wait. */
  async hash(password: string): Promise<string> {
    return this.queue.run(() => argon2(normalPassword(password), cost));
  }

  /** Compares with a stored hash; without one the same work is done in vain. `outdated`: the hash should be replaced by one of today. */
  async verify(password: string, stored: string | null): Promise<{ ok: boolean; outdated: boolean }> {
    const ok = await this.queue.run(() => compare(password, stored));
    return { ok, outdated: ok && stored !== null && !currentForm.test(stored) };
  }
}

async function compare(password: string, stored: string | null): Promise<boolean> {
  // Earlier systems hashed what was typed, as it was typed.
  if (stored !== null && bcryptForm.test(stored)) return verifyBcrypt(password, stored);
  if (stored?.startsWith('$argon2') !== true) return (await verifyArgon2(decoy, normalPassword(password))) && false;
  return verifyArgon2(stored, normalPassword(password));
}
