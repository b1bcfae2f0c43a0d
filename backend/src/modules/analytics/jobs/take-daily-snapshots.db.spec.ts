import { correlationHistory, correlationMatrix, listOf, volatilityRank, type CorrelationHistory } from '@tideline/contracts';
import { insertMarkets } from '../../../../test/market-factory';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { presentHour } from '../../../../test/present-hour';
import { Jobs } from '../../../platform/jobs/jobs';
import { Threads } from '../../../platform/threads/threads';
import { ReadCloses } from '../../market';
import { TakeSnapshots } from '../application/take-snapshots';
import { Snapshots } from '../db/snapshots.repository';
import { TakeDailySnapshotsJob } from './take-daily-snapshots.job';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const present = presentHour();
const today = Math.floor(present / dayMs) * dayMs;
/** BTC has 40 days of hours, ETH began 3 days ago. */
const hours = { BTC: 40 * 24, ETH: 3 * 24 };
/** The close of an hour, as far from a straight line as prices are. */
const btcAt = (n: number): number => 100 + 10 * Math.sin(n) + (n % 7);

async function fill(database: TestApp['database']): Promise<void> {
  const ids = await insertMarkets(database);
  for (const [symbol, count] of Object.entries(hours)) {
    await database.query(
      `INSERT INTO candles (market_id, minutes, open_at, open, high, low, close, volume)
       SELECT $1::smallint, 60, $2::bigint - n * 3600000::bigint, 1, 1, 1,
         CASE WHEN $4 THEN 100 + 10 * sin(n) + n % 7 ELSE 500 + 5 * sin(n::float8 + 0.3) + n % 5 END, 1
       FROM generate_series(1, $3::integer) AS n`,
      [ids.get(`consolidated ${symbol}-USD`) ?? 0, present, count, symbol === 'BTC'],
    );
  }
}

/** Annualised sample deviation of log returns, as the textbook has it. */
function volatilityOf(closes: number[]): number {
  const returns = closes.slice(1).map((close, index) => Math.log(close / (closes[index] ?? NaN)));
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  return Math.sqrt((returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1)) * 24 * 365);
}

/** BTC's closes of the 720 hours before a moment. */
function closesBefore(at: number): number[] {
  const hoursAgo = (present - at) / hourMs;
  return Array.from({ length: 720 }, (_, n) => btcAt(hoursAgo + 720 - n));
}

describe('daily snapshots', () => {
  let server: TestApp;
  let job: TakeDailySnapshotsJob;
  let jobs: Jobs;
  const run = (): Promise<void> => job.run({}, { attempt: 1, signal: new AbortController().signal });
  beforeAll(async () => {
    server = await startTestApp(fill);
    const part = <T>(type: abstract new (...parts: never[]) => T): T => server.app.get(type, { strict: false });
    jobs = part(Jobs);
    job = new TakeDailySnapshotsJob(new TakeSnapshots(part(ReadCloses), part(Threads), part(Snapshots)), jobs);
  });
  afterAll(() => server.close());

  async function history(query: string): Promise<CorrelationHistory> {
    return correlationHistory.parse(await (await server.get(`/api/v1/analytics/correlation/history?${query}`)).json());
  }

  it('rank live without any: volatility of 719 hourly returns, the figures of before null, what has no candles last', async () => {
    const answer = await server.get('/api/v1/analytics/volatility');
    const { data } = listOf(volatilityRank).parse(await answer.json());
    expect(data.map(({ symbol, observations }) => [symbol, observations])).toEqual([
      ['BTC', 719],
      ['ETH', 71],
      ['DOGE', 0],
    ]);
    expect(data[0]).toMatchObject({ name: 'Bitcoin', dayAgo: null, weekAgo: null, asOf: new Date(present).toISOString() });
    expect(data[0]?.volatility).toBeCloseTo(volatilityOf(closesBefore(present)), 9);
    expect(data[2]).toMatchObject({ volatility: null, asOf: null });
    expect((await history('symbols=BTC,ETH')).points).toEqual([]);
  });

  it('are taken at a start that finds none of today, and not at the next', async () => {
    await job.onApplicationBootstrap();
    expect((await jobs.counts()).waiting).toBe(1);
    await run();
    await job.onApplicationBootstrap();
    expect((await jobs.counts()).waiting).toBe(1);
  });

  it('hold what the route gives for the 720 hours before each day', async () => {
    const { points, ...about } = await history('symbols=ETH,BTC');
    expect(about).toEqual({ symbols: ['ETH', 'BTC'], interval: '1h', method: 'pearson', windowHours: 720 });
    expect(points.map(([day]) => (today - day) / dayMs)).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
    const query = `symbols=BTC,ETH&from=${today - 720 * hourMs}&to=${today}`;
    const { matrix, observations } = correlationMatrix.parse(await (await server.get(`/api/v1/analytics/correlation?${query}`)).json());
    expect(points.at(-1)).toEqual([today, expect.closeTo(matrix[0]?.[1] ?? NaN, 6), observations[0]?.[1]]);
    expect(points[0]).toEqual([today - 7 * dayMs, null, 0]);
    expect((await history('symbols=BTC,ETH&window=90d')).windowHours).toBe(2160);
  });

  it('give the ranking what was a day and a week ago', async () => {
    server.bridge.publish('market.history', { symbols: ['BTC'] });
    const { data } = listOf(volatilityRank).parse(await (await server.get('/api/v1/analytics/volatility?limit=1')).json());
    expect(data[0]?.dayAgo).toBeCloseTo(volatilityOf(closesBefore(today - dayMs)), 9);
    expect(data[0]?.weekAgo).toBeCloseTo(volatilityOf(closesBefore(today - 7 * dayMs)), 9);
  });

  it('may be taken again: the same rows, or what is known by now: 717 returns instead of 719 when an hour turned out wrong', async () => {
    const rows = (): Promise<{ day: number; symbol: string; observations: number }[]> =>
      server.database.query('SELECT taken_on AS day, symbol, volatility, observations FROM volatility_snapshots ORDER BY 1, 2');
    const before = await rows();
    await run();
    expect(await rows()).toEqual(before);
    await server.database.query('DELETE FROM candles WHERE open_at = $1', [today - 5 * hourMs]);
    await run();
    const ofToday = (await rows()).filter(({ day, symbol }) => day === today && symbol === 'BTC');
    expect(ofToday.map(({ observations }) => observations)).toEqual([717]);
    expect((await history('symbols=BTC,ETH')).points.length).toBe(8);
  });

  it.each([
    ['correlation/history?symbols=BTC,NOPE', 404, 'MARKET.UNKNOWN_SYMBOL'],
    ['correlation/history?symbols=BTC', 400, 'REQUEST.INVALID'],
    ['correlation/history?symbols=BTC,ETH&window=7d', 400, 'REQUEST.INVALID'],
    ['volatility?limit=501', 400, 'REQUEST.INVALID'],
  ])('answers %s with %d %s', async (path, status, code) => {
    const answer = await server.get(`/api/v1/analytics/${path}`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
  });
});

it('takes nothing of days without any price', async () => {
  const server = await startTestApp(async (database) => void (await insertMarkets(database)));
  const part = <T>(type: abstract new (...parts: never[]) => T): T => server.app.get(type, { strict: false });
  const take = new TakeSnapshots(part(ReadCloses), part(Threads), part(Snapshots));
  await take.take(new AbortController().signal);
  expect([await take.hasToday(), await server.database.query('SELECT 1 FROM volatility_snapshots')]).toEqual([false, []]);
  await server.close();
});
