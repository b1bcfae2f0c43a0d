import { Database } from '../../../platform/database/database';

/** Small values of the install that outlive the process, by name, as JSON. Each data mode's database has its own. */
export class Settings {
  constructor(private readonly database: Database) {}

  /** Gives the value, or null when none was ever set. */
  async get(key: string): Promise<unknown> {
    const [row] = await this.database.query<{ value: unknown }>('SELECT value FROM settings WHERE key = $1', [key]);
    return row?.value ?? null;
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.database.query(
      'INSERT INTO settings (key, value) VALUES ($1, $2::jsonb) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      [key, JSON.stringify(value)],
    );
  }

  /** Sets the value unless there is one; gives what holds now. */
  async setOnce(key: string, value: unknown): Promise<unknown> {
    await this.database.query('INSERT INTO settings (key, value) VALUES ($1, $2::jsonb) ON CONFLICT (key) DO NOTHING', [
      key,
      JSON.stringify(value),
    ]);
    return this.get(key);
  }

  /**
   * Counts one use within a period, unless `allowed` uses are reached: gives how many there are now, or null when it was not counted.
   * A new period starts from nothing. Processes may count at the same time.
   */
  async countWithin(key: string, period: string, allowed: number): Promise<number | null> {
    const [row] = await this.database.query<{ used: number }>(
      `INSERT INTO settings (key, value)
       SELECT $1, jsonb_build_object('period', $2::text, 'used', 1) WHERE $3::integer >= 1 OR EXISTS (SELECT 1 FROM settings WHERE key = $1)
       ON CONFLICT (key) DO UPDATE SET value = jsonb_build_object('period', $2::text, 'used',
         CASE WHEN settings.value->>'period' = $2 THEN (settings.value->>'used')::integer + 1 ELSE 1 END)
       WHERE CASE WHEN settings.value->>'period' = $2 THEN (settings.value->>'used')::integer ELSE 0 END < $3::integer
       RETURNING (value->>'used')::integer AS used`,
      [key, period, allowed],
    );
    return row?.used ?? null;
  }
}
