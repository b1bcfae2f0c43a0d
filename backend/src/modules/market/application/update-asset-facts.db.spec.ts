import { openTestDatabase } from '../../../../test/test-database';
import { LocalEventBridge } from '../../../platform/events/local-event-bridge';
import { AssetFactsRepository } from '../db/asset-facts.repository';
import { FiguresReader } from '../db/figures-reader.repository';
import { Settings } from '../db/settings.repository';
import type { AssetFacts, AssetFactsSource } from '../venues/asset-facts-source';
import { FactsRefusal } from '../venues/asset-facts-source';
import { createSimulatedMarket } from '../venues/simulated/simulated-market';
import { spendCoinGeckoCalls } from './spend-coingecko-calls';
import { UpdateAssetFacts } from './update-asset-facts';

const signal = new AbortController().signal;
const noon = Date.UTC(2026, 10, 21, 12);

const figures = (symbol: string, price: number | null): AssetFacts => ({
  symbol,
  price,
  marketCap: null,
  volume24h: 5e9,
  rank: 1,
  change1h: -0.5,
  change24h: 2.5,
  change7d: null,
  circulatingSupply: 2e7,
  allTimeHigh: 126_000.5,
  sparkline7d: [1.5, 2, 3],
});

async function setUp(source: Partial<AssetFactsSource>) {
  const database = await openTestDatabase();
  await database.query(
    `INSERT INTO assets (symbol, name, coingecko_id, position) VALUES ('BTC', 'Bitcoin', 'bitcoin', 0), ('FOO', 'FOO', NULL, 1)`,
  );
  const bridge = new LocalEventBridge();
  const heard: number[] = [];
  bridge.subscribe('market.assets', ({ at }) => heard.push(at));
  const settings = new Settings(database);
  const clock = { now: noon };
  const whole: AssetFactsSource = {
    name: 'fixed',
    assetFacts: async () => [figures('BTC', 96_000.25)],
    globalFacts: async () => ({ marketCap: 2.6e12, volume24h: 9e10, btcDominance: 57.9 }),
    coin: async () => null,
    identify: async () => new Map(),
    ...source,
  };
  const update = new UpdateAssetFacts(whole, { facts: new AssetFactsRepository(database), settings }, bridge, () => clock.now);
  return { database, update, heard, settings, clock, reader: new FiguresReader(database) };
}

describe('UpdateAssetFacts', () => {
  it('stores the figures of a poll as they are read again, null staying null, and says that they changed', async () => {
    const { update, reader, heard } = await setUp({});
    expect(await update.assets(signal)).toBe(1);
    expect(await reader.facts()).toEqual([{ ...figures('BTC', 96_000.25), at: noon }]);
    await update.global(signal);
    expect(await reader.global()).toEqual({ marketCap: 2.6e12, volume24h: 9e10, btcDominance: 57.9, at: noon });
    expect(heard).toEqual([noon, noon]);
  });

  it('keeps the history of figures, but the sparkline of the newest row only', async () => {
    const { update, database, clock } = await setUp({});
    await update.assets(signal);
    clock.now += 300_000;
    await update.assets(signal);
    const rows = await database.query('SELECT at, price, sparkline_7d AS line FROM asset_snapshots ORDER BY at');
    expect(rows).toEqual([
      { at: noon, price: 96_000.25, line: [] },
      { at: noon + 300_000, price: 96_000.25, line: [1.5, 2, 3] },
    ]);
  });

  it('looks an unknown symbol up once, keeps id and name, and asks with the id from then on', async () => {
    const asked: (string | null)[][] = [];
    let lookups = 0;
    const { update, database } = await setUp({
      assetFacts: async (assets) => (asked.push(assets.map(({ coingeckoId }) => coingeckoId)), []),
      identify: async () => (lookups++, new Map([['FOO', { coingeckoId: 'foo-coin', name: 'Foo Coin' }]])),
    });
    await update.assets(signal);
    await update.assets(signal);
    expect(asked).toEqual([
      ['bitcoin', 'foo-coin'],
      ['bitcoin', 'foo-coin'],
    ]);
    expect(lookups).toBe(1);
    expect(await database.query(`SELECT name, coingecko_id AS id FROM assets WHERE symbol = 'FOO'`)).toEqual([
      { name: 'Foo Coin', id: 'foo-coin' },
    ]);
  });

  it('does not look up again a symbol that the source does not know', async () => {
    let lookups = 0;
    const { update } = await setUp({ identify: async () => (lookups++, new Map()) });
    await update.assets(signal);
    await update.assets(signal);
    expect(lookups).toBe(1);
  });

  it('leaves what was stored when the source refuses, and passes the refusal on', async () => {
    let refuse = false;
    const { update, reader, heard } = await setUp({
      assetFacts: async () => {
        if (refuse) throw new FactsRefusal('fixed', 'rate_limited', 'too many requests (429)', 53_000);
        return [figures('BTC', 1)];
      },
    });
    await update.assets(signal);
    refuse = true;
    await expect(update.assets(signal)).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 53_000 });
    expect(await reader.facts()).toMatchObject([{ price: 1 }]);
    expect(heard).toHaveLength(1);
  });

  it('takes the figures of the simulated market through the same port', async () => {
    const { facts } = createSimulatedMarket({ seed: 'tideline', assets: ['FOO'], clock: () => noon });
    const { update, reader } = await setUp(delegate(facts));
    expect(await update.assets(signal)).toBe(2);
    const stored = await reader.facts();
    expect(stored.map(({ symbol, rank }) => [symbol, rank])).toEqual([
      ['BTC', 1],
      ['FOO', 21],
    ]);
    expect(stored[0]?.sparkline7d).toHaveLength(168);
  });
});

function delegate(source: AssetFactsSource): Partial<AssetFactsSource> {
  return {
    assetFacts: (assets, abort) => source.assetFacts(assets, abort),
    globalFacts: (abort) => source.globalFacts(abort),
    identify: (symbols, abort) => source.identify(symbols, abort),
  };
}

describe('the budget of calls to CoinGecko', () => {
  it('counts each call in the database and refuses the 101st of the month’s first minute', async () => {
    const settings = new Settings(await openTestDatabase());
    const start = Date.UTC(2026, 10, 1, 0, 0, 1);
    const spend = spendCoinGeckoCalls(settings, () => start);
    for (let call = 0; call < 100; call++) await spend();
    await expect(spend()).rejects.toMatchObject({ code: 'budget_spent', retryAfterMs: null });
    expect(await settings.get('coingecko.calls')).toEqual({ period: '2026-11', used: 100 });
  });

  it('lets calls pass again as the month goes on, and begins anew with the next one', async () => {
    const settings = new Settings(await openTestDatabase());
    await settings.set('coingecko.calls', { period: '2026-11', used: 5_000 });
    await expect(spendCoinGeckoCalls(settings, () => Date.UTC(2026, 10, 10))()).rejects.toThrow('slowed down');
    await spendCoinGeckoCalls(settings, () => Date.UTC(2026, 10, 20))();
    expect(await settings.get('coingecko.calls')).toEqual({ period: '2026-11', used: 5_001 });
    await spendCoinGeckoCalls(settings, () => Date.UTC(2026, 11, 1))();
    expect(await settings.get('coingecko.calls')).toEqual({ period: '2026-12', used: 1 });
  });

  it('counts 40 calls made at once as 40', async () => {
    const settings = new Settings(await openTestDatabase());
    const spend = spendCoinGeckoCalls(settings, () => noon);
    await Promise.all(Array.from({ length: 40 }, () => spend()));
    expect(await settings.get('coingecko.calls')).toEqual({ period: '2026-11', used: 40 });
  });
});
