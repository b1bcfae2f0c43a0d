import type { PublicTrade } from '@tideline/contracts';
import { consolidatedPrice, pricesFrame } from '../../../../test/market-factory';
import { LocalEventBridge } from '../../../platform/events/local-event-bridge';
import { MarketCatalog } from './market-catalog';
import { MarketView } from './market-view';

const references = {
  symbol: 'BTC',
  price1h: 100,
  price24h: 80,
  price7d: null,
  high24h: 120,
  low24h: 70,
  lastPrice: 99,
  lastAt: 1_769_860_800_000,
  sparkline7d: [1, 2],
};

function make(): { view: MarketView; bridge: LocalEventBridge } {
  const bridge = new LocalEventBridge();
  const view = new MarketView(bridge, 'live', new MarketCatalog());
  view.onModuleInit();
  view.takeCatalog([{ symbol: 'BTC', name: 'Bitcoin', coingeckoId: 'bitcoin', position: 0, enabled: true }], []);
  return { view, bridge };
}

function trade(venue: string, tradeId: number, second: number): PublicTrade {
  const tradedAt = new Date(1_769_860_800_000 + second * 1000).toISOString();
  return { venue, pair: 'BTC-USD', tradeId: String(tradeId), price: 1, quantity: 1, side: 'buy', tradedAt };
}

describe('MarketView', () => {
  it('shows the last stored price, marked stale, until somebody quotes one', () => {
    const { view, bridge } = make();
    expect(view.price('BTC')).toMatchObject({ price: null, stale: true, asOf: null });
    view.takeFigures({ references: [references], facts: [], global: null });
    expect(view.price('BTC')).toMatchObject({ price: 99, stale: true, asOf: '2026-01-31T12:00:00.000Z', change1h: -1 });
    bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 110)]));
    expect(view.price('BTC')).toMatchObject({ price: 110, stale: false, change1h: 10, change24h: 37.5, change7d: null });
  });

  it('marks every price stale when no frame has come for 30 s, and tells that something changed, once', () => {
    const { view, bridge } = make();
    bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 110)]));
    const { version } = view;
    view.noticeSilence(Date.now() + 29_000);
    expect([view.price('BTC')?.stale, view.version]).toEqual([false, version]);
    view.noticeSilence(Date.now() + 31_000);
    view.noticeSilence(Date.now() + 32_000);
    expect([view.price('BTC')?.stale, view.price('BTC')?.price, view.version]).toEqual([true, 110, version + 1]);
    bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 111)]));
    expect(view.livePrices()).toMatchObject([{ symbol: 'BTC', price: 111, stale: false }]);
  });

  it('widens the 24 h high and low by what has happened since they were read', () => {
    const { view, bridge } = make();
    view.takeFigures({ references: [references], facts: [], global: null });
    bridge.publish('market.prices', pricesFrame([consolidatedPrice('BTC', 130)]));
    const updates = [
      { interval: '1m' as const, candle: [0, 100, 125, 60, 100, 1] as [number, number, number, number, number, number], closed: false },
    ];
    bridge.publish('market.candles', { venue: null, pair: 'BTC-USD', symbol: 'BTC', updates });
    bridge.publish('market.prices', pricesFrame([]));
    expect(view.price('BTC')).toMatchObject({ high24h: 130, low24h: 60 });
  });

  it('forgets the forming candles of an asset that is not followed any more, of all its venues, and no others', () => {
    const { view, bridge } = make();
    const updates = [
      { interval: '1h' as const, candle: [0, 1, 1, 1, 1, 1] as [number, number, number, number, number, number], closed: false },
    ];
    for (const symbol of ['BTC', 'ETH']) {
      for (const venue of [null, 'kraken']) bridge.publish('market.candles', { venue, pair: `${symbol}-USD`, symbol, updates });
    }
    const kept = () => ['BTC', 'ETH'].map((symbol) => [view.openCandle(symbol, '1h'), view.venueCandle('kraken', `${symbol}-USD`, '1h')]);
    expect(kept().flat()).not.toContain(null);
    view.takeCatalog([{ symbol: 'BTC', name: 'Bitcoin', coingeckoId: 'bitcoin', position: 0, enabled: false }], []);
    const eth = { candle: updates[0]?.candle, closed: false };
    expect(kept()).toMatchObject([
      [null, null],
      [eth, eth],
    ]);
  });

  it('keeps the newest 50 trades of a pair over all venues, newest first, each once', () => {
    const { view, bridge } = make();
    for (let n = 1; n <= 60; n += 1) bridge.publish('market.trades', { pair: 'BTC-USD', items: [trade('kraken', n, n)] });
    bridge.publish('market.trades', { pair: 'BTC-USD', items: [trade('kraken', 60, 60), trade('coinbase', 5, 59)] });
    const recent = view.recentTrades('BTC-USD');
    expect(recent).toHaveLength(50);
    expect(recent.slice(0, 3).map(({ venue, tradeId }) => `${venue} ${tradeId}`)).toEqual(['kraken 60', 'coinbase 5', 'kraken 59']);
    expect(view.recentTrades('ETH-USD')).toEqual([]);
  });

  it('lets a late trade correct the forming candle, but no older candle hide it', () => {
    const { view, bridge } = make();
    const tell = (at: number, close: number, closed: boolean): void =>
      bridge.publish('market.candles', {
        venue: null,
        pair: 'BTC-USD',
        symbol: 'BTC',
        updates: [{ interval: '1m', candle: [at, 1, 1, 1, close, 1], closed }],
      });
    tell(60_000, 5, false);
    tell(0, 4, true);
    expect(view.openCandle('BTC', '1m')).toEqual({ candle: [60_000, 1, 1, 1, 5, 1], closed: false });
    tell(60_000, 6, true);
    expect(view.openCandle('BTC', '1m')?.candle[4]).toBe(6);
    expect([view.openCandle('BTC', '5m'), view.venueCandle('kraken', 'BTC-USD', '1m')]).toEqual([null, null]);
  });
});
