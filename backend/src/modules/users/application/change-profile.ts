import { Inject, Injectable } from '@nestjs/common';
import type { Account, ProfileChange } from '@tideline/contracts';
import { sessionEnded } from '../../../platform/access/access.errors';
import { EventBridge } from '../../../platform/events/event-bridge';
import { accountOf } from '../domain/user';
import { UserStorage, type Owner } from './user-storage';
import './user-events';

/** Changes what a person says of themself. */
@Injectable()
export class ChangeProfile {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(EventBridge) private readonly bridge: EventBridge,
  ) {}

  /** Gives the account as it is then; what is left out stays. */
  async change(owner: Owner, change: ProfileChange): Promise<Account> {
    const { userId } = owner;
    const { users, database } = this.storage;
    const locale = change.locale === undefined ? undefined : Intl.getCanonicalLocales(change.locale)[0];
    const user = await database.transaction(async (tx) => {
      await users.setProfile(tx, userId, { ...change, locale });
      await this.storage.recordOwn(tx, 'users.profile-changed', owner, { fields: Object.keys(change).toSorted().join(' ') });
      return users.byId(tx, userId);
    });
    if (user === null) throw sessionEnded();
    this.bridge.publish('users.preferences-changed', { userId });
    return accountOf(user);
  }
}
