import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../../observability/metrics';
import { LiveChannels } from './live-channels';
import type { LiveCounts } from './live-counts';
import { LivePresence } from './live-presence';

/** Offers the live stream's counts as metrics. */
@Injectable()
export class WatchLive implements OnModuleInit {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LiveChannels) private readonly channels: LiveChannels,
    @Inject(LivePresence) private readonly presence: LivePresence,
  ) {}

  onModuleInit(): void {
    const read = (noun: keyof LiveCounts) => () => [{ value: this.channels.counts[noun] }];
    this.metrics.gauge('tideline_live_sockets', 'Connected sockets', ['kind'], () =>
      Object.entries(this.presence.sockets()).map(([kind, value]) => ({ value, labels: { kind } })),
    );
    this.metrics.gauge('tideline_live_subscriptions', 'Channels that sockets hear', [], read('subscriptions'));
    this.metrics.total('tideline_live_frames_sent_total', 'Frames sent', [], read('framesSent'));
    this.metrics.total('tideline_live_frames_conflated_total', 'Frames that slow clients got merged', [], read('framesConflated'));
    this.metrics.total('tideline_live_requests_refused_total', 'Requests refused', [], read('requestsRefused'));
    this.metrics.total('tideline_live_sockets_closed_total', 'Sockets closed by us', ['reason'], () => [
      { value: this.channels.counts.closedSlow, labels: { reason: 'slow' } },
      { value: this.channels.counts.closedUnruly, labels: { reason: 'unruly' } },
      { value: this.channels.counts.closedEnded, labels: { reason: 'ended' } },
    ]);
  }
}
