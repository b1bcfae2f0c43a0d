import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { LiveError } from '@tideline/contracts';
import { sessionEnded } from '../../../platform/access/access.errors';
import { EventBridge } from '../../../platform/events/event-bridge';
import { LiveAccounts } from '../../../platform/realtime/live/live-accounts';
import { LiveInbox } from '../../../platform/realtime/live/live-inbox';
import { keyRevoked } from '../application/api-keys.errors';
import '../application/user-events';

const accountChanged: LiveError = {
  code: 'AUTH.ACCOUNT_CHANGED',
  detail: 'The role or the state of this account was changed; connect again.',
};

/** Closes the sockets of what has ended, in every process that hears of it, and tells an account's devices what was changed. */
@Injectable()
export class AccountSockets implements OnModuleInit, OnModuleDestroy {
  private endings: (() => void)[] = [];

  constructor(
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(LiveAccounts) private readonly accounts: LiveAccounts,
    @Inject(LiveInbox) private readonly inbox: LiveInbox,
  ) {}

  onModuleInit(): void {
    const { accounts, bridge, inbox } = this;
    this.endings = [
      bridge.subscribe('users.sessions-ended', ({ userId, sessionIds }) =>
        accounts.end(userId, ({ sessionId }) => sessionId !== null && sessionIds.includes(sessionId), sessionEnded()),
      ),
      bridge.subscribe('users.api-keys-revoked', ({ userId, keyIds }) =>
        accounts.end(userId, ({ keyId }) => keyId !== null && keyIds.includes(keyId), keyRevoked()),
      ),
      bridge.subscribe('users.changed', ({ userId }) => accounts.end(userId, () => true, accountChanged)),
      bridge.subscribe('users.preferences-changed', ({ userId }) =>
        inbox.post(userId, { event: 'account', key: 'changed', body: { changed: ['profile', 'preferences'] } }),
      ),
    ];
  }

  onModuleDestroy(): void {
    for (const end of this.endings.splice(0)) end();
  }
}
