import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { dictionary } from '@zxcvbn-ts/language-common';
import { Piscina } from 'piscina';
import { CodedError } from '../../../platform/http/coded-error';
import type { TaskCall, ThreadTask } from '../../../platform/threads/thread-task';
import { passwordFault } from '../domain/password-policy';
import { hashPassword, verifyPassword } from './hash-passwords';

const currentForm = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
/** All cores but one, and those at a low priority: a flood of sign-ins makes way for who reads the market. */
const workers = Math.max(1, availableParallelism() - 1);
const niceIncrement = 10;
const maxWaiting = 256 * workers;
const refusalMs = 500;
const retryAfterSeconds = 5;

const common = new Set(dictionary['passwords-common']);

/** Hashes and verifies passwords on threads of its own. */
@Injectable()
export class Passwords implements OnApplicationShutdown {
  private readonly pool = new Piscina<TaskCall, unknown>({
    filename: resolve('dist/backend/password-thread.js'),
    minThreads: 1,
    maxThreads: workers,
    maxQueue: maxWaiting,
    niceIncrement,
  });

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  /** Why a password may not be chosen, as the end of a sentence; null when it may. */
  faultOf(password: string, email: string): string | null {
    return passwordFault(password, email, (word) => common.has(word));
  }

  /** Throws a 422 for a password that may not be chosen. */
  check(password: string, email: string): void {
    const fault = this.faultOf(password, email);
    if (fault === null) return;
    throw new CodedError('AUTH.PASSWORD_REFUSED', 422, `The password ${fault}.`, { errors: [{ path: 'password', message: fault }] });
  }

  /**
   * Rejects with a 503 when too many wait: whoever is sent away before their try is counted has lost none. The refusal takes a while, or
   * a flood would come back with its next guess at once.
   */
  async makeSureOfRoom(): Promise<void> {
    if (this.isFull()) await refuse();
  }

  /** Gives the PHC string of a password. Rejects with a 503 when too many wait. */
  async hash(password: string): Promise<string> {
    return this.run(hashPassword, password);
  }

  /**
   * Compares with a stored hash; without one the same work is done in vain. `outdated`: the hash should be replaced by one of today, made
   * of what was typed; never when bcrypt has read its beginning only, since the rest may be a slip and would have to be right from then on.
   */
  async verify(password: string, stored: string | null): Promise<{ ok: boolean; outdated: boolean }> {
    const ok = await this.run(verifyPassword, { password, stored });
    return { ok, outdated: ok && stored !== null && !currentForm.test(stored) && isReadByBcrypt(password) };
  }

  private async run<I, O>(task: ThreadTask<I, O>, input: I): Promise<O> {
    if (this.isFull()) return refuse();
    return (await this.pool.run({ task: task.name, input })) as O;
  }

  private isFull(): boolean {
    return this.pool.queueSize >= maxWaiting;
  }
}

/** Whether bcrypt reads a password to its end: it stops at 72 bytes. */
function isReadByBcrypt(password: string): boolean {
  return Buffer.byteLength(password) <= 72;
}

async function refuse(): Promise<never> {
  await delay(refusalMs);
  const detail = `Too many people sign in at the moment; try again in ${retryAfterSeconds} seconds.`;
  throw new CodedError('AUTH.BUSY', 503, detail, { retryAfterSeconds });
}
