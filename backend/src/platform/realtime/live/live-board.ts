import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { plainChannel } from './channel-kind';
import { LiveChannels } from './live-channels';
import { NoticeTopic, type Notice } from './notice-topic';

/** The channel of what concerns everybody. */
export const boardChannel = 'global';

/** The channel `global`: modules post their notices here, and say what a snapshot holds of theirs. */
@Injectable()
export class LiveBoard implements OnModuleInit {
  private readonly sections = new Map<string, () => readonly object[]>();

  constructor(@Inject(LiveChannels) private readonly channels: LiveChannels) {}

  onModuleInit(): void {
    this.channels.offer(plainChannel(boardChannel, () => new NoticeTopic(this.sections)));
  }

  /** Adds a list to the snapshot under the name `field`; for the start of the process. */
  show(field: string, newest: () => readonly object[]): void {
    this.sections.set(field, newest);
  }

  post(notice: Notice): void {
    this.channels.tell(boardChannel, NoticeTopic, (topic) => topic.add(notice));
  }
}
