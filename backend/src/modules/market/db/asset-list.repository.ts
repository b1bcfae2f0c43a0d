import type { Transaction } from '../../../platform/database/database';

/** An asset that was ever followed, with the venues' markets that its history is of. */
export interface ListedAsset {
  symbol: string;
  name: string;
  coingeckoId: string | null;
  enabled: boolean;
  position: number;
  source: 'install' | 'admin';
  addedAt: Date;
  pairs: { venue: string; pair: string; listed: boolean }[];
}

/** The list of assets as administrators change it. */
export class AssetList {
  /** Lets one change of the list follow the other. */
  async lock(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('market assets', 0))`);
  }

  /** All assets in the operator's order, disabled ones too. */
  async all(tx: Transaction): Promise<ListedAsset[]> {
    return tx.query<ListedAsset>(
      `SELECT symbol, name, coingecko_id AS "coingeckoId", enabled, position, source, created_at AS "addedAt",
         coalesce((SELECT jsonb_agg(jsonb_build_object('venue', venue, 'pair', pair, 'listed', listed) ORDER BY venue, pair)
                   FROM markets m WHERE m.base = a.symbol AND m.venue <> 'consolidated'), '[]') AS pairs
       FROM assets a ORDER BY position, symbol`,
    );
  }

  /** Enters an asset as the last one. */
  async add(tx: Transaction, { symbol, name, coingeckoId }: Pick<ListedAsset, 'symbol' | 'name' | 'coingeckoId'>): Promise<void> {
    await tx.query(
      `INSERT INTO assets (symbol, name, coingecko_id, position, source)
       VALUES ($1, $2, $3, (SELECT coalesce(max(position), -1) + 1 FROM assets), 'admin')`,
      [symbol, name, coingeckoId],
    );
  }

  async disable(tx: Transaction, symbol: string, at: Date): Promise<void> {
    await tx.query('UPDATE assets SET enabled = false, disabled_at = $2 WHERE symbol = $1 AND enabled', [symbol, at]);
  }

  /**
   * Follows it again. Holes in the trades are found by their ids; where the asset was off since before `forgottenSince` the trades beside
   * the hole may be gone, so the history is back-filled anew.
   */
  async enable(tx: Transaction, symbol: string, forgottenSince: Date): Promise<void> {
    const [was] = await tx.query<{ disabledAt: Date | null }>(
      'SELECT disabled_at AS "disabledAt" FROM assets WHERE symbol = $1 AND NOT enabled',
      [symbol],
    );
    if (was === undefined) return;
    await tx.query('UPDATE assets SET enabled = true, disabled_at = NULL WHERE symbol = $1', [symbol]);
    if (was.disabledAt !== null && was.disabledAt > forgottenSince) return;
    await tx.query('DELETE FROM backfill_progress WHERE market_id IN (SELECT id FROM markets WHERE base = $1)', [symbol]);
  }

  /** Numbers the assets in this order. */
  async order(tx: Transaction, symbols: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE assets a SET position = o.place - 1 FROM unnest($1::text[]) WITH ORDINALITY AS o (symbol, place)
       WHERE a.symbol = o.symbol AND a.position <> o.place - 1`,
      [symbols],
    );
  }
}
