import { setTimeout as delay } from 'node:timers/promises';
import { FakeCoinbase } from '../../../../test/fake-venues/fake-coinbase';
import { IngestRig, until } from '../../../../test/ingest-rig';
import { openTestDatabase } from '../../../../test/test-database';
import { CoinbaseVenue } from '../venues/coinbase/coinbase';

jest.setTimeout(120_000);

it('tells nothing of the candles that close after their asset was disabled, and goes on where the stored ones stand when it is enabled', async () => {
  // The venue's minute ends 20 s from now.
  const aheadMs = 60_000 - ((Date.now() + 20_000) % 60_000);
  const coinbase = await new FakeCoinbase({ pairs: ['BTC-USD', 'ETH-USD'], firstId: 1_000, now: () => Date.now() + aheadMs }).start();
  const database = await openTestDatabase();
  const rig = new IngestRig(database, () => [new CoinbaseVenue(coinbase.wsUrl, coinbase.restUrl)], ['BTC', 'ETH']);
  const follows = (symbol: string) =>
    [...coinbase.clients].some(({ subscriptions }) => [...subscriptions].some((key) => key.includes(symbol)));
  const told = (symbol: string, interval: string, venue: string | null = null) =>
    rig
      .of('market.candles')
      .filter((event) => event.symbol === symbol && event.venue === venue)
      .flatMap(({ updates }) => updates.filter((update) => update.interval === interval));
  const enable = (enabled: boolean) => database.query(`UPDATE assets SET enabled = $1 WHERE symbol = 'ETH'`, [enabled]);
  const hourOf = (symbol: string) =>
    database.query<{ volume: number }>(
      `SELECT volume FROM candles c JOIN markets m ON m.id = c.market_id WHERE base = $1 AND venue = 'coinbase' AND minutes = 60`,
      [symbol],
    );
  try {
    await rig.ingestion.start();
    await until('both assets', () => follows('BTC') && follows('ETH'), 10_000);
    for (const pair of ['BTC-USD', 'ETH-USD']) coinbase.trade(pair, 3_000, 1, 'buy');
    await until('a candle of both', () => told('BTC', '1m').length > 0 && told('ETH', '1m').length > 0);
    coinbase.trade('ETH-USD', 3_005, 1, 'buy');
    await until('the second trade', () => told('ETH', '1m').at(-1)?.candle[5] === 2);
    await enable(false);
    await until('the end of ETH', () => !follows('ETH'), 5_000);
    await until('both trades in the stored hour', async () => (await hourOf('ETH'))[0]?.volume === 2, 5_000);
    await delay(600);
    rig.told.length = 0;
    await until('the closed minute of BTC', () => told('BTC', '1m').some(({ closed }) => closed), 40_000);
    await delay(600);
    const symbols = new Set(rig.of('market.candles').map(({ symbol }) => symbol));
    expect([...symbols]).toEqual(['BTC']);

    await enable(true);
    await until(
      'its newest week, also at the venue',
      () => told('ETH', '1w').length > 0 && told('ETH', '1w', 'coinbase').length > 0,
      5_000,
    );
    expect(told('ETH', '1w').at(-1)).toMatchObject({ candle: [expect.any(Number), 3_000, 3_005, 3_000, 3_005, 2], closed: false });
    expect(rig.of('market.history')).toContainEqual({ symbols: ['ETH'], paused: [] });
    await until('ETH again', () => follows('ETH'), 5_000);
    coinbase.trade('ETH-USD', 3_010, 1, 'buy');
    await until('its next minute', () => told('ETH', '1m').at(-1)?.candle[4] === 3_010);
    expect(told('ETH', '1w').at(-1)?.candle).toEqual([expect.any(Number), 3_000, 3_010, 3_000, 3_010, 3]);
  } finally {
    await rig.ingestion.stop();
    await coinbase.stop();
  }
});
