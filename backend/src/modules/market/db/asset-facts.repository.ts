import { Database } from '../../../platform/database/database';
import type { AssetFacts, GlobalFacts, IdentifiedAsset } from '../venues/asset-facts-source';

/** Stores the market-wide figures, one row per asset and poll, and which assets they are asked for. */
export class AssetFactsRepository {
  constructor(private readonly database: Database) {}

  async trackedAssets(): Promise<IdentifiedAsset[]> {
    return this.database.query(`SELECT symbol, coingecko_id AS "coingeckoId" FROM assets WHERE enabled ORDER BY position, symbol`);
  }

  /** Notes id and name of assets that were entered without. */
  async identify(found: ReadonlyMap<string, { coingeckoId: string; name: string }>): Promise<void> {
    const rows = [...found].map(([symbol, { coingeckoId, name }]) => ({ symbol, id: coingeckoId, name }));
    await this.database.query(
      `UPDATE assets a SET coingecko_id = f.id, name = CASE WHEN a.name = a.symbol THEN f.name ELSE a.name END
       FROM jsonb_to_recordset($1::jsonb) AS f (symbol text, id text, name text)
       WHERE a.symbol = f.symbol AND a.coingecko_id IS NULL`,
      [JSON.stringify(rows)],
    );
  }

  /** `at` is epoch ms. Sparklines are read from the newest row only, so older rows give theirs up. */
  async storeAssets(at: number, facts: readonly AssetFacts[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO asset_snapshots (symbol, at, price, market_cap, volume_24h, rank, change_1h, change_24h, change_7d,
                                      circulating_supply, all_time_high, sparkline_7d)
         SELECT symbol, $2::bigint, price, "marketCap", "volume24h", rank, "change1h", "change24h", "change7d",
                "circulatingSupply", "allTimeHigh", "sparkline7d"
         FROM jsonb_to_recordset($1::jsonb) AS f (symbol text, price float8, "marketCap" float8, "volume24h" float8, rank integer,
           "change1h" float8, "change24h" float8, "change7d" float8, "circulatingSupply" float8, "allTimeHigh" float8, "sparkline7d" float8[])
         ON CONFLICT (symbol, at) DO NOTHING`,
        [JSON.stringify(facts), at],
      );
      await tx.query(
        `UPDATE asset_snapshots SET sparkline_7d = '{}' WHERE symbol = ANY($1) AND at < $2 AND at >= $2 - 86400000 AND sparkline_7d <> '{}'`,
        [facts.map(({ symbol }) => symbol), at],
      );
    });
  }

  async storeGlobal(at: number, facts: GlobalFacts): Promise<void> {
    await this.database.query(
      'INSERT INTO market_snapshots (at, market_cap, volume_24h, btc_dominance) VALUES ($1, $2, $3, $4) ON CONFLICT (at) DO NOTHING',
      [at, facts.marketCap, facts.volume24h, facts.btcDominance],
    );
  }
}
