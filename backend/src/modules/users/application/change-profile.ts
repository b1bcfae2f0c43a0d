import { Inject, Injectable } from '@nestjs/common';
import type { Account, ProfileChange } from '@tideline/contracts';
import { sessionEnded } from '../../../platform/access/access.errors';
import { EventBridge } from '../../../platform/events/event-bridge';
import { accountOf } from '../domain/user';
import { UserStorage } from './user-storage';
import './user-events';

/** Changes what a person says of themself. */
@Injectable()
export class ChangeProfile {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(EventBridge) private readonly bridge: EventBridge,
  ) {}

  /** Gives the account as it is then; what is left out stays. */
  async change(userId: string, change: ProfileChange): Promise<Account> {
    const { users, database } = this.storage;
    const locale = change.locale === undefined ? undefined : Intl.getCanonicalLocales(change.locale)[0];
    await users.setProfile(database, userId, { ...change, locale });
    const user = await users.byId(database, userId);
    if (user === null) throw sessionEnded();
    this.bridge.publish('users.preferences-changed', { userId });
    return accountOf(user);
  }
}
