import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { personalChannel } from './channel-kind';
import { LiveChannels } from './live-channels';
import { NoticeTopic, type Notice } from './notice-topic';

/** The channel of what concerns one account. */
export const inboxChannel = 'notifications';

/** The channel `notifications`: modules post here what only one account may hear. Its snapshot is empty. */
@Injectable()
export class LiveInbox implements OnModuleInit {
  constructor(@Inject(LiveChannels) private readonly channels: LiveChannels) {}

  onModuleInit(): void {
    this.channels.offer(personalChannel(inboxChannel, () => new NoticeTopic(new Map())));
  }

  /** Tells every socket of the account that this process serves and that listens; nothing is kept for others. */
  post(accountId: string, notice: Notice): void {
    this.channels.tellAccount(inboxChannel, accountId, NoticeTopic, (topic) => topic.add(notice));
  }
}
