import { Database } from '../../../platform/database/database';
import { knownAsset } from '../domain/known-assets';
import { consolidated, type Market, type VenuePair } from '../domain/market';

const columns = `id, venue, pair, base, quote, venue_symbol AS "venueSymbol"`;

/** The rows of assets and markets: what is tracked, and the small numbers under which series are stored. */
export class MarketRegistry {
  constructor(private readonly database: Database) {}

  /** Enters these assets when none was ever entered: the first start. */
  async seedAssets(symbols: readonly string[]): Promise<void> {
    const rows = symbols.map((symbol) => ({ symbol, ...(knownAsset(symbol) ?? { name: symbol, coingeckoId: null }) }));
    await this.database.query(
      `INSERT INTO assets (symbol, name, coingecko_id, position)
       SELECT symbol, name, coingecko_id, position - 1
       FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS a (symbol, name, coingecko_id, position)
       WHERE NOT EXISTS (SELECT 1 FROM assets)
       ON CONFLICT DO NOTHING`,
      [rows.map((row) => row.symbol), rows.map((row) => row.name), rows.map((row) => row.coingeckoId)],
    );
  }

  /** Gives the symbols that are tracked now, in their order. */
  async trackedAssets(): Promise<string[]> {
    const rows = await this.database.query<{ symbol: string }>('SELECT symbol FROM assets WHERE enabled ORDER BY position, symbol');
    return rows.map((row) => row.symbol);
  }

  /** Gives the venue's pairs as we last knew them, for a start without the venue's REST API. */
  async listedPairs(venue: string): Promise<VenuePair[]> {
    return this.database.query<Market>(`SELECT ${columns} FROM markets WHERE venue = $1 AND listed`, [venue]);
  }

  /** Gives every market with its row, consolidated series included. */
  async markets(): Promise<Market[]> {
    return this.database.query<Market>(`SELECT ${columns} FROM markets ORDER BY id`);
  }

  /**
   * Gives the rows of these pairs and of their assets' consolidated series, entering those that are new. Existing rows are never
   * conflicted with: a conflict would use up numbers of the smallint identity on every start.
   */
  async enter(pairs: readonly VenuePair[]): Promise<Market[]> {
    const series = new Map(pairs.map((pair) => [pair.base, consolidatedPair(pair.base)]));
    const wanted = [...series.values(), ...pairs];
    await this.database.query(
      `INSERT INTO markets (venue, pair, base, quote, venue_symbol)
       SELECT w.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS w (venue, pair, base, quote, venue_symbol)
       WHERE NOT EXISTS (SELECT 1 FROM markets m WHERE m.venue = w.venue AND m.pair = w.pair)
       ON CONFLICT DO NOTHING`,
      [
        wanted.map((pair) => pair.venue),
        wanted.map((pair) => pair.pair),
        wanted.map((pair) => pair.base),
        wanted.map((pair) => pair.quote),
        wanted.map((pair) => pair.venueSymbol),
      ],
    );
    const keys = new Set(wanted.map((pair) => `${pair.venue} ${pair.pair}`));
    return (await this.markets()).filter((market) => keys.has(`${market.venue} ${market.pair}`));
  }

  /** Notes which of the venue's pairs it still lists, and how it spells them. */
  async noteListing(venue: string, listed: readonly VenuePair[]): Promise<void> {
    await this.database.query(
      `UPDATE markets m SET listed = l.pair IS NOT NULL, venue_symbol = coalesce(l.venue_symbol, m.venue_symbol)
       FROM markets k LEFT JOIN unnest($2::text[], $3::text[]) AS l (pair, venue_symbol) ON l.pair = k.pair
       WHERE m.id = k.id AND m.venue = $1
         AND (m.listed IS DISTINCT FROM (l.pair IS NOT NULL) OR m.venue_symbol IS DISTINCT FROM coalesce(l.venue_symbol, m.venue_symbol))`,
      [venue, listed.map((pair) => pair.pair), listed.map((pair) => pair.venueSymbol)],
    );
  }
}

function consolidatedPair(base: string): VenuePair {
  const pair = `${base}-USD`;
  return { venue: consolidated, pair, base, quote: 'USD', venueSymbol: pair };
}
