import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { insertTrades, noTrades, type TradeColumns } from '../../src/modules/market/db/trade-store';
import { seriesTables } from '../../src/modules/market/db/series-tables';
import type { Database } from '../../src/platform/database/database';
import { startDatabaseServer } from '../../src/platform/database/database-server';
import { Partitions } from '../../src/platform/database/partitions';
import { createLog } from '../../src/platform/observability/log';

/** The embedded PostgreSQL, durable as shipped, with the tables that the product writes to and a copy of one for the baseline. */
export class Storing {
  private constructor(
    readonly database: Database,
    readonly stop: () => Promise<void>,
  ) {}

  static async open(): Promise<Storing> {
    const folder = await mkdtemp(join(tmpdir(), 'tideline-bench-'));
    await chmod(folder, 0o755);
    const log = createLog('error');
    const server = await startDatabaseServer({ DATA_DIR: folder, DATABASE_URL: undefined }, log);
    const database = await server.open('live');
    await Partitions.prepare(database, seriesTables({ TRADE_RETENTION_DAYS: 2, CANDLE_RETENTION_DAYS: 365 }), Date.now(), log);
    await database.query('CREATE TABLE copied (LIKE trades INCLUDING ALL)');
    return new Storing(database, async () => {
      await database.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** Stores as the product does, a transaction for each batch; gives how many trades were new. */
  async store(batches: readonly TradeColumns[]): Promise<number> {
    let inserted = 0;
    for (const batch of batches) inserted += await this.database.transaction((tx) => insertTrades(tx, batch));
    return inserted;
  }

  /** The baseline: COPY into a table with the same columns and indexes, a transaction for each batch; it would fail on a repeated trade. */
  async copy(batches: readonly TradeColumns[]): Promise<void> {
    const client = await this.database.pool.connect();
    try {
      for (const batch of batches) {
        const stream = client.query(copyFrom('COPY copied FROM STDIN'));
        stream.end(asText(batch));
        await finished(stream);
      }
    } finally {
      client.release();
    }
  }
}

/** Batches of new trades of 60 markets; `firstId` keeps rounds apart. */
export function batchesOf(count: number, size: number, firstId: number, now: number): TradeColumns[] {
  return Array.from({ length: count }, (_, batch) => {
    const columns = noTrades();
    for (let n = 0; n < size; n++) {
      const id = batch * size + n;
      columns.marketIds.push(1 + (id % 60));
      columns.tradeIds.push(firstId + Math.floor(id / 60));
      columns.tradedAts.push(now - 60_000 + Math.floor(id / 100));
      columns.prices.push(60_000 + (id % 1000) / 10);
      columns.quantities.push(0.001 + (id % 77) / 1000);
      columns.isBuys.push(id % 2 === 0);
      columns.usdPrices.push(id % 3 === 0 ? null : 60_000 + (id % 1000) / 10);
    }
    return columns;
  });
}

function asText(batch: TradeColumns): string {
  const rows = batch.tradeIds.map((id, n) =>
    [
      batch.marketIds[n],
      id,
      batch.tradedAts[n],
      batch.prices[n],
      batch.quantities[n],
      batch.isBuys[n] === true ? 't' : 'f',
      batch.usdPrices[n] ?? '\\N',
    ].join('\t'),
  );
  return `${rows.join('\n')}\n`;
}
