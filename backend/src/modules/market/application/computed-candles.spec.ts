import type { CandleInterval } from '@tideline/contracts';
import { toColumns } from '@tideline/indicators';
import { intervalMinutes, type Candle } from '../domain/candle';
import type { Market, VenuePair } from '../domain/market';
import type { ComputedHistory } from '../venues/venue';
import { ComputedCandles } from './computed-candles';
import { MarketCatalog } from './market-catalog';

const minuteMs = 60_000;

/** Every pair's candle closes at its open time in minutes; USDT is worth 0.5 USD. */
class CountingHistory implements ComputedHistory {
  asked = 0;

  async candles(pair: VenuePair, interval: CandleInterval, from: number, to: number): Promise<Candle[]> {
    this.asked += 1;
    const length = intervalMinutes[interval] * minuteMs;
    const candles: Candle[] = [];
    for (let openAt = Math.ceil(from / length) * length; openAt < to; openAt += length) {
      const price = pair.base === 'USDT' ? 0.5 : (openAt / minuteMs) * (pair.quote === 'USDT' ? 2 : 1);
      candles.push({ openAt, open: price, high: price, low: price, close: price, volume: 3 });
    }
    return candles;
  }
}

function market(id: number, venue: string, base: string, quote: string): Market {
  return { id, venue, pair: `${base}-${quote}`, base, quote, venueSymbol: '' };
}

function make(): { history: CountingHistory; computed: ComputedCandles; series: Market; other: Market; venue: Market } {
  const [series, venue] = [market(1, 'consolidated', 'BTC', 'USD'), market(2, 'alpha', 'BTC', 'USD')];
  const other = market(5, 'consolidated', 'ETH', 'USD');
  const catalog = new MarketCatalog();
  catalog.replace(
    [],
    [series, venue, market(3, 'beta', 'BTC', 'USDT'), market(4, 'alpha', 'USDT', 'USD'), other, market(6, 'beta', 'ETH', 'USDT')],
  );
  const history = new CountingHistory();
  return { history, computed: new ComputedCandles(history, catalog), series, other, venue };
}

describe('ComputedCandles', () => {
  it("gives a venue's minutes 100 to 102, across the border of what is computed at once", async () => {
    const { computed, venue } = make();
    const rows = await computed.range(venue, '1m', 499 * minuteMs, 502 * minuteMs);
    expect(rows.map(([at, , , , close]) => [at / minuteMs, close])).toEqual([
      [499, 499],
      [500, 500],
      [501, 501],
    ]);
    const { at, close } = await computed.columns(venue, '1m', { from: 499 * minuteMs, to: 502 * minuteMs });
    expect([[...at].map((one) => one / minuteMs), [...close]]).toEqual([
      [499, 500, 501],
      [499, 500, 501],
    ]);
    const joined = await computed.columns(
      venue,
      '1m',
      { from: 499 * minuteMs, to: 500 * minuteMs },
      toColumns([[500 * minuteMs, 7, 7, 7, 7, 1]]),
    );
    expect([...joined.close]).toEqual([499, 7]);
  });

  it('combines the venues in USD: 100 at one and 200 USDT at 0.5 at the other make 100, with the volumes added', async () => {
    const { computed, series } = make();
    const at = 100 * minuteMs;
    expect(await computed.range(series, '5m', at, at + 5 * minuteMs)).toEqual([[at, 100, 100, 100, 100, 6]]);
  });

  it('computes the past once', async () => {
    const { computed, venue, history } = make();
    const first = await computed.range(venue, '1m', 0, 10 * minuteMs);
    expect(await computed.range(venue, '1m', 0, 10 * minuteMs)).toEqual(first);
    expect(history.asked).toBe(1);
  });

  it("computes the dollars for a USDT once for all assets: 3 series for BTC, ETH's own one after that", async () => {
    const { computed, series, other, history } = make();
    await computed.range(series, '5m', 0, 10 * minuteMs);
    expect(history.asked).toBe(3);
    const rows = await computed.range(other, '5m', 0, 10 * minuteMs);
    expect(history.asked).toBe(4);
    expect(rows.map(([, , , , close]) => close)).toEqual([0, 5]);
  });

  it('does not keep what is not over yet', async () => {
    const { computed, venue, history } = make();
    const now = Math.floor(Date.now() / minuteMs) * minuteMs;
    for (let n = 0; n < 2; n += 1) await computed.range(venue, '1m', now - minuteMs, now);
    expect(history.asked).toBe(2);
  });

  it('lets other work have its turn while it computes 500,000 minutes', async () => {
    const { computed, venue } = make();
    let turns = 0;
    const count = setInterval(() => (turns += 1), 1);
    const columns = await computed.columns(venue, '1m', { from: 0, to: 500_000 * minuteMs });
    clearInterval(count);
    expect([columns.length, columns.at[499_999], columns.close[499_999]]).toEqual([500_000, 499_999 * minuteMs, 499_999]);
    expect(turns).toBeGreaterThan(3);
  });

  it.each(['1h', '1d'] as const)('leaves %s to the database, where it is stored in every mode', async (interval) => {
    const { computed, venue, history } = make();
    expect(await computed.range(venue, interval, 0, 10_000 * minuteMs)).toEqual([]);
    expect(history.asked).toBe(0);
  });
});
