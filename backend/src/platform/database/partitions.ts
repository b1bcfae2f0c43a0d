import type { Database } from './database';
import type { Log } from './log';
import { dropPartitions, makePartitions, strayRanges } from './native-partitions';
import type { SeriesTable } from './series-table';
import type { TimeRange } from './time-ranges';
import { clockSql, enableTimescale, hypertableSql, policySql } from './timescale';

/** How many chunks are ready beyond the one that is being written. */
const chunksAhead = 3;
const lockNotAvailable = '55P03';

/**
 * Keeps the tables of time series in chunks. TimescaleDB does it by itself where the server has it (a table that already holds rows
 * in native partitions stays as it is); elsewhere these are native range partitions. A row outside of them is never refused: the
 * default partition takes it, and the next upkeep moves it into a partition of its own.
 */
export class Partitions {
  private readonly native: SeriesTable[] = [];

  private constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /** Decides table by table, sets the policies of hypertables, and runs the first upkeep. */
  static async prepare(database: Database, tables: readonly SeriesTable[], now: number, log: Log): Promise<Partitions> {
    const partitions = await Partitions.adopt(database, tables, log);
    await partitions.upkeep(now);
    return partitions;
  }

  /** The same without upkeep: nothing is made ahead and nothing dropped. */
  static async adopt(database: Database, tables: readonly SeriesTable[], log: Log): Promise<Partitions> {
    const partitions = new Partitions(database, log);
    const timescale = await enableTimescale(database);
    for (const series of tables) {
      if (timescale && (await partitions.toHypertable(series))) continue;
      partitions.native.push(series);
    }
    return partitions;
  }

  /** Makes the chunks that a back-fill of `range` will write to, so that its rows need not be moved later. */
  async ensureRange(table: string, range: TimeRange): Promise<void> {
    const series = this.native.find((item) => item.table === table);
    if (series !== undefined) await this.unlessBusy(table, () => makePartitions(this.database, series, range));
  }

  /** Makes chunks ahead of `now`, gives stray rows their own, drops what has expired. Call it each hour. */
  async upkeep(now: number): Promise<void> {
    for (const series of this.native) await this.unlessBusy(series.table, () => this.keep(series, now));
  }

  private async keep(series: SeriesTable, now: number): Promise<void> {
    const dropped = series.retentionMs === null ? [] : await dropPartitions(this.database, series, now - series.retentionMs);
    let made = await makePartitions(this.database, series, { from: now, to: now + chunksAhead * series.chunkMs });
    for (const range of await strayRanges(this.database, series)) made += await makePartitions(this.database, series, range);
    if (made > 0 || dropped.length > 0) this.log.info({ table: series.table, made, dropped }, 'partitions kept');
  }

  /** A table that a long statement holds (a backup) is left for the next time: the default partition takes its rows until then. */
  private async unlessBusy(table: string, work: () => Promise<unknown>): Promise<void> {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      try {
        await work();
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== lockNotAvailable) throw error;
      }
    }
    this.log.warn({ table }, 'in use by a long statement: its partitions are kept at the next upkeep');
  }

  /** False when the table holds rows in native partitions: those stay. */
  private async toHypertable(series: SeriesTable): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('tideline hypertables'))`);
      const kinds = await tx.query<{ kind: string }>('SELECT relkind AS kind FROM pg_class WHERE oid = $1::regclass', [series.table]);
      if (kinds[0]?.kind === 'p') {
        const rows = await tx.query(`SELECT 1 FROM ${series.table} LIMIT 1`);
        if (rows.length > 0) {
          this.log.warn({ table: series.table }, 'stays in native partitions, because it holds rows already');
          return false;
        }
        for (const statement of [clockSql, ...hypertableSql(series)]) await tx.query(statement);
      }
      for (const statement of policySql(series)) await tx.query(statement);
      return true;
    });
  }
}
