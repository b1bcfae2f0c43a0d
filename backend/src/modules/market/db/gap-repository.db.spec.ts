import { openTestDatabase } from '../../../../test/test-database';
import type { Database } from '../../../platform/database/database';
import { addCoverage } from './coverage-repository';
import { closeGaps, findOpenGaps, openGaps } from './gap-repository';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});

beforeEach(async () => {
  await database.query('TRUNCATE trade_gaps, coverage');
});

async function spans(kind: string): Promise<string | undefined> {
  const [row] = await database.query<{ spans: string }>('SELECT spans::text AS spans FROM coverage WHERE market_id = 1 AND kind = $1', [
    kind,
  ]);
  return row?.spans;
}

const hole = { marketId: 1, afterId: 10, beforeId: 20, fromAt: 1_000, toAt: 2_000 };

it('keeps a hole until it is settled, and opens it again when it is found again', async () => {
  const [gap] = await openGaps(database, [hole]);
  expect(await findOpenGaps(database)).toEqual([{ id: gap?.id, ...hole }]);
  await closeGaps(database, [gap?.id ?? 0], 'repaired', null);
  expect(await findOpenGaps(database)).toEqual([]);
  await openGaps(database, [hole]);
  expect(await findOpenGaps(database)).toHaveLength(1);
});

it('joins watched spans that meet and keeps the break between those that do not', async () => {
  await addCoverage(database, 'watched', [
    { marketId: 1, fromAt: 0, toAt: 100 },
    { marketId: 1, fromAt: 100, toAt: 200 },
  ]);
  await addCoverage(database, 'watched', [{ marketId: 1, fromAt: 300, toAt: 400 }]);
  expect(await spans('watched')).toBe('{[0,200),[300,400)}');
});

it('takes a hole out of the watched time, and lets none of it be watched while it is not repaired', async () => {
  await addCoverage(database, 'watched', [{ marketId: 1, fromAt: 0, toAt: 5_000 }]);
  const [gap] = await openGaps(database, [hole]);
  expect(await spans('watched')).toBe('{[0,1000),[2000,5000)}');
  await addCoverage(database, 'watched', [{ marketId: 1, fromAt: 500, toAt: 6_000 }]);
  expect(await spans('watched')).toBe('{[0,1000),[2000,6000)}');
  await closeGaps(database, [gap?.id ?? 0], 'repaired', null);
  await addCoverage(database, 'backfilled', [{ marketId: 1, fromAt: 1_000, toAt: 2_000 }]);
  expect(await spans('backfilled')).toBe('{[1000,2000)}');
});
