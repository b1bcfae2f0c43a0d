import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '@tideline/contracts';
import { sessionEnded } from '../../../platform/access/access.errors';
import type { OwnSession } from '../db/sessions.repository';
import { accountOf } from '../domain/user';
import { UserStorage } from './user-storage';

/** What a person may see of their own account. */
@Injectable()
export class ReadAccount {
  constructor(@Inject(UserStorage) private readonly storage: UserStorage) {}

  /** Throws a 401 when the account is gone. */
  async byId(userId: string): Promise<Account> {
    const user = await this.storage.users.byId(this.storage.database, userId);
    if (user === null) throw sessionEnded();
    return accountOf(user);
  }

  /** Sessions that can still be continued, the one used last first. */
  async sessions(userId: string): Promise<OwnSession[]> {
    return this.storage.sessions.ofUser(this.storage.database, userId, new Date(Date.now()));
  }
}
