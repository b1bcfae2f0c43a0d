import { Inject, Injectable } from '@nestjs/common';
import type { MarketAlert } from '@tideline/contracts';
import { Database } from '../../../platform/database/database';
import type { WatchedMove } from '../domain/move-watch';
import type { PastMove } from '../domain/past-moves';

/** An alert as it is stored; times are epoch ms. */
export interface StoredAlert extends Omit<MarketAlert, 'id' | 'startedAt' | 'detectedAt' | 'updatedAt' | 'dataMode'> {
  id: number;
  startedAt: number;
  detectedAt: number;
  updatedAt: number;
}

/** Which alerts are asked for: detected `from ≤ t < to`, after a place in the list, newest first. */
export interface AskedAlerts {
  symbol: string | null;
  from: number;
  to: number;
  limit: number;
  after: { detectedAt: number; id: number } | null;
}

const columns = `id, symbol, direction, window_minutes AS "windowMinutes", change, z_score AS "zScore", threshold, price, observations,
  started_at AS "startedAt", detected_at AS "detectedAt", updated_at AS "updatedAt", found_later AS "foundLater"`;

/** So long after its strongest moment a move may go on. A stored end can be days late: that of the next start after a stop. */
const lastsMs = 2 * 3_600_000;

/** The system-wide alerts: at most one open move an asset, whoever writes. */
@Injectable()
export class MarketAlerts {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The moves that go on. */
  async open(): Promise<StoredAlert[]> {
    return this.database.query<StoredAlert>(`SELECT ${columns} FROM market_alerts WHERE ended_at IS NULL`);
  }

  /** Stores a move that has begun and gives its id; null when one of this asset is open already. */
  async begin(alert: WatchedMove): Promise<number | null> {
    const { symbol, direction, windowMinutes, change, zScore, threshold, price, observations, startedAt, detectedAt, updatedAt } = alert;
    const [row] = await this.database.query<{ id: number }>(
      `INSERT INTO market_alerts (symbol, direction, window_minutes, change, z_score, threshold, price, observations,
                                  started_at, detected_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (symbol) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
      [symbol, direction, windowMinutes, change, zScore, threshold, price, observations, startedAt, detectedAt, updatedAt],
    );
    return row?.id ?? null;
  }

  /** Keeps the figures of a stronger moment. */
  async strengthen({ id, windowMinutes, change, zScore, observations, startedAt, updatedAt }: WatchedMove & { id: number }): Promise<void> {
    await this.database.query(
      `UPDATE market_alerts SET window_minutes = $2, change = $3, z_score = $4, observations = $5, started_at = $6, updated_at = $7
       WHERE id = $1 AND abs(z_score) < abs($4)`,
      [id, windowMinutes, change, zScore, observations, startedAt, updatedAt],
    );
  }

  /** Stores a move that was found in history; not where one of this asset, live or found before, went on at the same time. */
  async add(move: PastMove): Promise<void> {
    const { symbol, direction, windowMinutes, change, zScore, threshold, price, observations, startedAt, detectedAt, updatedAt } = move;
    await this.database.query(
      `INSERT INTO market_alerts (symbol, direction, window_minutes, change, z_score, threshold, price, observations,
                                  started_at, detected_at, updated_at, ended_at, found_later)
       SELECT $1::text, $2, $3, $4, $5, $6, $7, $8, $9, $10::bigint, $11, $12::bigint, true
       WHERE NOT EXISTS (SELECT FROM market_alerts
                         WHERE symbol = $1 AND detected_at < $12 AND LEAST(ended_at, updated_at + $13::bigint) > $10)
       ON CONFLICT (symbol, detected_at) WHERE found_later DO NOTHING`,
      [
        symbol,
        direction,
        windowMinutes,
        change,
        zScore,
        threshold,
        price,
        observations,
        startedAt,
        detectedAt,
        updatedAt,
        move.endedAt,
        lastsMs,
      ],
    );
  }

  async end(id: number, endedAt: number): Promise<void> {
    await this.database.query('UPDATE market_alerts SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL', [id, endedAt]);
  }

  /** A page of the list. */
  async page({ symbol, from, to, limit, after }: AskedAlerts): Promise<StoredAlert[]> {
    return this.database.query<StoredAlert>(
      `SELECT ${columns} FROM market_alerts
       WHERE ($1::text IS NULL OR symbol = $1) AND detected_at >= $2 AND detected_at < $3
         AND ($4::bigint IS NULL OR (detected_at, id) < ($4, $5))
       ORDER BY detected_at DESC, id DESC LIMIT $6`,
      [symbol, from, to, after?.detectedAt ?? null, after?.id ?? null, limit],
    );
  }
}
