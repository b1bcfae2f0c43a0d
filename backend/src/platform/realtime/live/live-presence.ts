import { Inject, Injectable } from '@nestjs/common';
import { LiveAccounts } from './live-accounts';
import { LiveChannels } from './live-channels';

/** Who is connected to this process now. */
@Injectable()
export class LivePresence {
  constructor(
    @Inject(LiveChannels) private readonly channels: LiveChannels,
    @Inject(LiveAccounts) private readonly accounts: LiveAccounts,
  ) {}

  sockets(): { anonymous: number; authenticated: number } {
    return { anonymous: this.channels.counts.sockets - this.accounts.size, authenticated: this.accounts.size };
  }

  /** How many sockets an account has open. */
  socketsOf(accountId: string): number {
    return this.accounts.socketsOf(accountId);
  }
}
