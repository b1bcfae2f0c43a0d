import { Inject, Injectable } from '@nestjs/common';
import { sessionEnded } from '../../../platform/access/access.errors';
import { EventBridge } from '../../../platform/events/event-bridge';
import { KeepSessions } from './keep-sessions';
import { LimitGuesses } from './limit-guesses';
import { accountDeletedMail } from './mails';
import { lastAdministrator } from './own-account.errors';
import { promiseMail } from './promise-mail';
import './user-events';
import { UserStorage, type Owner } from './user-storage';

/** Lets a person go, with everything that belongs to them; the address may register anew at once. */
@Injectable()
export class DeleteAccount {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(KeepSessions) private readonly sessions: KeepSessions,
    @Inject(LimitGuesses) private readonly guesses: LimitGuesses,
    @Inject(EventBridge) private readonly bridge: EventBridge,
  ) {}

  /** When this resolves, sessions, keys and sockets of the account are dead. Throws a 409 for the last administrator. */
  async delete(owner: Owner): Promise<void> {
    const { users, keys, personal, database } = this.storage;
    const { userId } = owner;
    const now = Date.now();
    const { sessionIds, keyIds } = await database.transaction(async (tx) => {
      await users.lockAdministrators(tx);
      const user = await users.lockById(tx, userId);
      if (user === null) throw sessionEnded();
      if (user.role === 'admin' && !(await users.hasAdminBesides(tx, userId))) throw lastAdministrator();
      const ended = await this.sessions.endWithin(tx, userId, {}, 'account deleted');
      const revoked = await keys.revoke(tx, userId, null, new Date(now));
      await personal.erase(tx, userId, user.email);
      await this.guesses.clearCodes(tx, userId);
      await this.storage.recordOwn(tx, 'users.deleted', owner);
      await promiseMail(tx, userId, accountDeletedMail(user.email), now);
      return { sessionIds: ended, keyIds: revoked };
    });
    this.sessions.announceEnded(userId, sessionIds);
    if (keyIds.length > 0) this.bridge.publish('users.api-keys-revoked', { userId, keyIds });
    this.bridge.publish('users.changed', { userId });
  }
}
