import { Global, Module } from '@nestjs/common';
import { Identities } from '../../access/identities';
import { CONFIG, type Config } from '../../config/config';
import { AccountCounts } from './account-counts';
import { accountTiming, LiveAccounts } from './live-accounts';
import { LiveBoard } from './live-board';
import { LiveChannels } from './live-channels';
import { LiveInbox } from './live-inbox';
import { LivePresence } from './live-presence';
import { LiveGateway } from './live.gateway';
import { WatchLive } from './watch-live';

/** Over Redis when REDIS_URL is set; null where one process serves alone. */
const counts = {
  provide: AccountCounts,
  inject: [CONFIG],
  useFactory: ({ REDIS_URL }: Config) => (REDIS_URL === undefined ? null : new AccountCounts(REDIS_URL)),
};
const accounts = {
  provide: LiveAccounts,
  inject: [Identities, AccountCounts],
  useFactory: (identities: Identities, shared: AccountCounts | null) => new LiveAccounts(identities, accountTiming, shared),
};

/**
 * The live stream of a process that serves. Modules offer their channels to `LiveChannels`, post on the `LiveBoard` what concerns
 * everybody and into the `LiveInbox` what concerns one account, and tell `LiveAccounts` what has ended.
 */
@Global()
@Module({
  providers: [
    LiveGateway,
    LiveBoard,
    LiveInbox,
    LivePresence,
    WatchLive,
    counts,
    accounts,
    { provide: LiveChannels, useFactory: () => new LiveChannels() },
  ],
  exports: [LiveChannels, LiveBoard, LiveInbox, LiveAccounts, LivePresence],
})
export class RealtimeModule {}
