import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { EventBridge } from '../../../platform/events/event-bridge';
import type { MarketPricesFrame } from '../application/market-events';
import { LiveChannels } from './live-channels';

/** Passes the market's news to the live channels. */
@Injectable()
export class LiveFeed implements OnModuleInit, OnModuleDestroy {
  private endings: (() => void)[] = [];

  constructor(
    private readonly bridge: EventBridge,
    private readonly channels: LiveChannels,
  ) {}

  onModuleInit(): void {
    const { bridge, channels } = this;
    this.endings = [
      bridge.subscribe('market.prices', ({ items }: MarketPricesFrame) => channels.pricesTouched(items.map(({ symbol }) => symbol))),
      bridge.subscribe('market.trades', ({ pair, items }) => channels.traded(pair, items)),
      bridge.subscribe('market.candles', ({ venue, symbol, updates }) => {
        if (venue !== null) return;
        for (const { interval, candle, closed } of updates) channels.candleMoved(symbol, interval, { candle, closed });
      }),
      bridge.subscribe('market.venues', () => channels.venuesChanged()),
    ];
  }

  onModuleDestroy(): void {
    for (const end of this.endings) end();
  }
}
