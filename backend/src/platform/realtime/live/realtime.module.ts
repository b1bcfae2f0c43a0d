import { Global, Module } from '@nestjs/common';
import { LiveBoard } from './live-board';
import { LiveChannels } from './live-channels';
import { LiveGateway } from './live.gateway';
import { WatchLive } from './watch-live';

/** The live stream of a process that serves. Modules offer their channels to `LiveChannels` and post on the `LiveBoard`. */
@Global()
@Module({
  providers: [LiveGateway, LiveBoard, WatchLive, { provide: LiveChannels, useFactory: () => new LiveChannels() }],
  exports: [LiveChannels, LiveBoard],
})
export class RealtimeModule {}
