import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import type { PackedMatrix } from '../domain/packed-matrix';

/** One symbol's volatility on a day. */
export interface VolatilityOnDay {
  symbol: string;
  volatility: number;
  observations: number;
}

/** What figures were on a day; `day` is 00:00 UTC in epoch ms. Storing the same day again replaces it. */
@Injectable()
export class Snapshots {
  constructor(@Inject(Database) private readonly database: Database) {}

  async has(day: number): Promise<boolean> {
    return (await this.database.query('SELECT 1 FROM correlation_snapshots WHERE taken_on = $1 LIMIT 1', [day])).length > 0;
  }

  async storeVolatility(day: number, windowHours: number, figures: readonly VolatilityOnDay[]): Promise<void> {
    await this.database.query(
      `INSERT INTO volatility_snapshots (taken_on, window_hours, symbol, volatility, observations)
       SELECT $1::bigint, $2::integer, * FROM unnest($3::text[], $4::float8[], $5::integer[])
       ON CONFLICT (symbol, window_hours, taken_on) DO UPDATE SET volatility = excluded.volatility, observations = excluded.observations`,
      [
        day,
        windowHours,
        figures.map(({ symbol }) => symbol),
        figures.map(({ volatility }) => volatility),
        figures.map(({ observations }) => observations),
      ],
    );
  }

  /** Stores Pearson's correlations of all pairs of symbols, in their order. */
  async storeCorrelations(
    day: number,
    windowHours: number,
    symbols: readonly string[],
    { correlations, observations }: PackedMatrix,
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO correlation_snapshots (taken_on, method, window_hours, symbols, correlations, observations)
       VALUES ($1, 'pearson', $2, $3, $4, $5)
       ON CONFLICT (method, window_hours, taken_on)
       DO UPDATE SET symbols = excluded.symbols, correlations = excluded.correlations, observations = excluded.observations`,
      [day, windowHours, symbols, Buffer.from(correlations), Buffer.from(observations)],
    );
  }

  /** The volatility of everything on a day, by symbol. */
  async volatilityOn(day: number, windowHours: number): Promise<Map<string, number>> {
    const rows = await this.database.query<{ symbol: string; volatility: number }>(
      'SELECT symbol, volatility FROM volatility_snapshots WHERE taken_on = $1 AND window_hours = $2',
      [day, windowHours],
    );
    return new Map(rows.map(({ symbol, volatility }) => [symbol, volatility]));
  }

  /** `[day, correlation, observations]` of a pair on every stored day, ascending; null where it was not defined. */
  async pairHistory([a, b]: readonly [string, string], windowHours: number): Promise<[number, number | null, number][]> {
    const rows = await this.database.query<{ day: number; value: Buffer; observations: Buffer }>(
      `SELECT taken_on AS day, substring(correlations FROM pair * 4 + 1 FOR 4) AS value,
         substring(observations FROM pair * 2 + 1 FOR 2) AS observations
       FROM (
         SELECT *, (greatest(i, j) - 1) * (greatest(i, j) - 2) / 2 + least(i, j) - 1 AS pair FROM (
           SELECT *, array_position(symbols, $1) AS i, array_position(symbols, $2) AS j
           FROM correlation_snapshots WHERE method = 'pearson' AND window_hours = $3
         ) AS placed WHERE i <> j
       ) AS paired ORDER BY taken_on`,
      [a, b, windowHours],
    );
    return rows.map(({ day, value, observations }) => {
      const correlation = value.readFloatBE(0);
      return [day, Number.isNaN(correlation) ? null : correlation, observations.readInt16BE(0)];
    });
  }
}
