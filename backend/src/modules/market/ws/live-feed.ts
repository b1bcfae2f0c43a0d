import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { EventBridge } from '../../../platform/events/event-bridge';
import type { MarketPricesFrame } from '../application/market-events';
import { MarketChannels } from './market-channels';

/** Prices also change without news: the reference of a change over time moves on, and silence makes them stale. */
const recheckMs = 1_000;

/** Passes the market's news to the live channels. */
@Injectable()
export class LiveFeed implements OnModuleInit, OnModuleDestroy {
  private endings: (() => void)[] = [];
  private recheck: NodeJS.Timeout | undefined;

  constructor(
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(MarketChannels) private readonly channels: MarketChannels,
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
    this.recheck = setInterval(() => channels.recheckPrices(), recheckMs);
  }

  onModuleDestroy(): void {
    clearInterval(this.recheck);
    for (const end of this.endings) end();
  }
}
