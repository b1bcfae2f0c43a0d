import { Inject, Injectable } from '@nestjs/common';
import { IdempotencyKeys } from '../../../platform/http/idempotency/idempotency-keys';
import { forgottenAfterMs } from '../domain/sign-in-backoff';
import { UserStorage } from './user-storage';

/** Ended sessions and sent mails can be looked at for so long. */
const keptMs = 30 * 86_400_000;

/** Forgets what is of no use any more. Accounts stay, confirmed or not. */
@Injectable()
export class CleanUp {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(IdempotencyKeys) private readonly idempotencyKeys: IdempotencyKeys,
  ) {}

  async run(now: number): Promise<void> {
    const { database, tokens, sessions, failures, mails } = this.storage;
    const before = new Date(now - keptMs);
    await tokens.deleteSpent(database, new Date(now));
    await sessions.deleteEnded(database, before);
    await failures.deleteOld(database, new Date(now - forgottenAfterMs));
    await mails.deleteDone(database, before);
    await this.idempotencyKeys.deleteOld(now);
  }
}
