import { Global, Module } from '@nestjs/common';
import { Identities } from '../../access/identities';
import { LiveAccounts } from './live-accounts';
import { LiveBoard } from './live-board';
import { LiveChannels } from './live-channels';
import { LiveInbox } from './live-inbox';
import { LivePresence } from './live-presence';
import { LiveGateway } from './live.gateway';
import { WatchLive } from './watch-live';

const accounts = { provide: LiveAccounts, inject: [Identities], useFactory: (identities: Identities) => new LiveAccounts(identities) };

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
    accounts,
    { provide: LiveChannels, useFactory: () => new LiveChannels() },
  ],
  exports: [LiveChannels, LiveBoard, LiveInbox, LiveAccounts, LivePresence],
})
export class RealtimeModule {}
