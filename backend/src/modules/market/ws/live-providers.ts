import type { Provider } from '@nestjs/common';
import { MarketView } from '../application/market-view';
import { LiveChannels } from './live-channels';
import { LiveFeed } from './live-feed';
import { LiveGateway } from './live.gateway';

/** The parts of the live stream, for the market module of a process that serves. */
export const liveProviders: Provider[] = [
  LiveGateway,
  LiveFeed,
  { provide: LiveChannels, inject: [MarketView], useFactory: (market: MarketView) => new LiveChannels(market) },
];
