import { pino } from 'pino';
import { openTestDatabase } from '../../../test/test-database';
import type { Database } from './database';
import { listPartitions } from './native-partitions';
import { Partitions } from './partitions';
import type { SeriesTable } from './series-table';

const log = pino({ level: 'silent' });
const series: SeriesTable = { table: 'beats', column: 'at', segmentBy: 'heart', chunkMs: 100, retentionMs: 500, compressAfterMs: null };

describe('Partitions on a server without TimescaleDB', () => {
  let database: Database;
  const bounds = async () => (await listPartitions(database, 'beats')).map(({ from, to }) => [from, to]);
  const put = (...times: number[]) => database.query('INSERT INTO beats SELECT 1, unnest($1::bigint[])', [times]);
  const stored = async () => (await database.query<{ at: number }>('SELECT at FROM beats ORDER BY at')).map(({ at }) => at);
  const astray = async () => (await database.query<{ at: number }>('SELECT at FROM beats_default ORDER BY at')).map(({ at }) => at);

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  beforeEach(async () => {
    await database.query('CREATE TABLE beats (heart int, at bigint, PRIMARY KEY (heart, at)) PARTITION BY RANGE (at)');
    await database.query('CREATE TABLE beats_default PARTITION OF beats DEFAULT');
  });
  afterEach(async () => {
    await database.query('DROP TABLE beats');
  });

  it('at 1050 makes the chunk of now and three ahead: 1000 to 1400', async () => {
    await Partitions.prepare(database, [series], 1050, log);
    expect(await bounds()).toEqual([
      [1000, 1100],
      [1100, 1200],
      [1200, 1300],
      [1300, 1400],
    ]);
  });

  it('makes 600 to 800 for a back-fill of 650..720, once however often it is asked', async () => {
    const partitions = await Partitions.prepare(database, [series], 1050, log);
    await Promise.all([1, 2, 3].map(() => partitions.ensureRange('beats', { from: 650, to: 720 })));
    expect((await bounds()).slice(0, 2)).toEqual([
      [600, 700],
      [700, 800],
    ]);
  });

  it('takes a row at 5050 that has no partition, and gives it one at the next upkeep', async () => {
    const partitions = await Partitions.prepare(database, [series], 1050, log);
    await put(1050, 5050);
    expect(await astray()).toEqual([5050]);
    await partitions.upkeep(1050);
    expect(await astray()).toEqual([]);
    expect(await stored()).toEqual([1050, 5050]);
    expect((await bounds()).at(-1)).toEqual([5000, 5100]);
  });

  it('drops what ended 500 before now, rows without a partition too, and keeps the rest', async () => {
    const partitions = await Partitions.prepare(database, [series], 1050, log);
    await put(10, 1050, 1150, 1250);
    await partitions.upkeep(1600);
    expect(await stored()).toEqual([1150, 1250]);
    expect((await bounds())[0]).toEqual([1100, 1200]);
  });

  it('goes on with chunks of 70 where chunks of 100 were made before, without overlap and without losing rows', async () => {
    await Partitions.prepare(database, [series], 1050, log);
    await put(1050, 1399, 1401);
    await Partitions.prepare(database, [{ ...series, chunkMs: 70 }], 1390, log);
    const all = await bounds();
    all.slice(1).forEach(([from], i) => expect(from).toBe(all[i]?.[1]));
    expect(await stored()).toEqual([1050, 1399, 1401]);
    expect(await astray()).toEqual([]);
  });

  it('refuses a repeated key in a chunk that was filled from the default partition', async () => {
    const partitions = await Partitions.prepare(database, [series], 1050, log);
    await put(9000);
    await partitions.upkeep(8900);
    await expect(put(9000)).rejects.toMatchObject({ code: '23505' });
  });

  it('loses and refuses no row while chunks are made under 20 writers and readers', async () => {
    const partitions = await Partitions.prepare(database, [series], 1050, log);
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let i = 0; i < 25; i += 1) {
        await database.transaction(async (tx) => {
          await tx.query('SELECT max(at) FROM beats');
          await tx.query('INSERT INTO beats VALUES (1, $1)', [2000 + i * 100 + writer]);
        });
      }
    });
    const upkeep = (async () => {
      for (let i = 0; i < 10; i += 1) await partitions.upkeep(1050);
    })();
    await Promise.all([...writers, upkeep]);
    expect(await stored()).toHaveLength(500);
  });

  it('leaves a table alone that a reader holds for long, takes rows meanwhile, and catches up after', async () => {
    const partitions = await Partitions.prepare(database, [series], 1050, log);
    await database.transaction(async (tx) => {
      await tx.query('SELECT FROM beats');
      await partitions.ensureRange('beats', { from: 3000, to: 3100 });
      await put(3050);
    });
    expect(await astray()).toEqual([3050]);
    await partitions.upkeep(1050);
    expect(await astray()).toEqual([]);
  });
});
