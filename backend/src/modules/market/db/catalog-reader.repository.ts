import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import type { Market } from '../domain/market';

/** Reads which assets are or were followed and which markets there are. */
@Injectable()
export class CatalogReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** All assets, disabled ones too, in the operator's order. */
  assets(): Promise<{ symbol: string; name: string; coingeckoId: string | null; position: number; enabled: boolean }[]> {
    return this.database.query(
      'SELECT symbol, name, coingecko_id AS "coingeckoId", position, enabled FROM assets ORDER BY position, symbol',
    );
  }

  /** Every market that was ever listed: its history stays readable. */
  markets(): Promise<Market[]> {
    return this.database.query('SELECT id, venue, pair, base, quote, venue_symbol AS "venueSymbol" FROM markets ORDER BY venue, pair');
  }
}
