import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import type { Market } from '../domain/market';

/** Reads which assets are followed and which markets there are. */
@Injectable()
export class CatalogReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The enabled assets, in the operator's order. */
  assets(): Promise<{ symbol: string; name: string; coingeckoId: string | null; position: number }[]> {
    return this.database.query(
      'SELECT symbol, name, coingecko_id AS "coingeckoId", position FROM assets WHERE enabled ORDER BY position, symbol',
    );
  }

  /** Every market that was ever listed: its history stays readable. */
  markets(): Promise<Market[]> {
    return this.database.query('SELECT id, venue, pair, base, quote, venue_symbol AS "venueSymbol" FROM markets ORDER BY venue, pair');
  }
}
