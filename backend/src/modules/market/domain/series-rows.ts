/** Rows of a series as JSON text, joined by commas, without the outer brackets. Times are epoch ms; null when there is no row. */
export interface SeriesRows {
  json: string;
  count: number;
  firstAt: number | null;
  lastAt: number | null;
}

/** Writes rows of which the first figure is the time. */
export function toSeriesRows(rows: readonly (readonly number[])[]): SeriesRows {
  const json = rows.map((row) => JSON.stringify(row)).join(',');
  return { json, count: rows.length, firstAt: rows[0]?.[0] ?? null, lastAt: rows.at(-1)?.[0] ?? null };
}

/** Joins rows that follow one another in time. */
export function joinRows(...parts: SeriesRows[]): SeriesRows {
  const filled = parts.filter(({ count }) => count > 0);
  return {
    json: filled.map(({ json }) => json).join(','),
    count: filled.reduce((sum, { count }) => sum + count, 0),
    firstAt: filled[0]?.firstAt ?? null,
    lastAt: filled.at(-1)?.lastAt ?? null,
  };
}
