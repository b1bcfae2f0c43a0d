import type { Database } from '../src/platform/database/database';
import type { FakeVenue } from './fake-venues/fake-venue';
import { until } from './ingest-rig';

/** Compares what is stored with what fake venues really issued: set equality of ids, and candles against a plain fold. */
export class IngestOracle {
  constructor(private readonly database: Database) {}

  async ids(venue: string, pair: string): Promise<number[]> {
    const rows = await this.database.query<{ id: number }>(
      'SELECT trade_id AS id FROM trades t JOIN markets m ON m.id = t.market_id WHERE venue = $1 AND pair = $2 ORDER BY trade_id',
      [venue, pair],
    );
    return rows.map((row) => row.id);
  }

  /** Every trade that the venue ever issued is stored, once. */
  async expectWhole(venue: FakeVenue, name: string, pair: string, withinMs = 40_000): Promise<void> {
    const issued = venue.market.idsOf(pair);
    await until(`${issued.length} trades of ${name} ${pair}`, async () => (await this.ids(name, pair)).length >= issued.length, withinMs);
    expect(await this.ids(name, pair)).toEqual(issued);
  }

  async minutes(name: string, pair: string): Promise<Record<string, number>[]> {
    return this.database.query(
      `SELECT open_at AS "openAt", open, high, low, close, round(volume::numeric, 8)::float8 AS volume FROM minute_candles c
       JOIN markets m ON m.id = c.market_id WHERE venue = $1 AND pair = $2 ORDER BY open_at`,
      [name, pair],
    );
  }

  /** The stored minute candles of a market are what its issued trades fold to. */
  async expectCandles(venue: FakeVenue, name: string, pair: string): Promise<void> {
    const expected = venue.market
      .candles(pair, 1)
      .map(({ count: _, volume, ...candle }) => ({ ...candle, volume: Number(volume.toFixed(8)) }));
    expect(await this.minutes(name, pair)).toEqual(expected);
  }
}
