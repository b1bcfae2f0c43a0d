import { TcpGate } from '../../../test/tcp-gate';
import { openTestDatabase } from '../../../test/test-database';
import { Database } from './database';

describe('Database', () => {
  let database: Database & { url: string };
  beforeAll(async () => {
    database = await openTestDatabase();
    await database.query('CREATE TABLE notes (id bigint PRIMARY KEY, spans bigint[], amount numeric)');
  });

  it('gives the bigint 1763683200000 and the elements of bigint[] as numbers, and numeric 0.1 as text', async () => {
    const rows = await database.query<{ at: number; list: (number | null)[]; amount: string }>(
      'SELECT 1763683200000::bigint AS at, ARRAY[1, NULL, 2]::bigint[] AS list, 0.1::numeric AS amount',
    );
    expect(rows).toEqual([{ at: 1_763_683_200_000, list: [1, null, 2], amount: '0.1' }]);
  });

  it('keeps SQLSTATE 23505 of a repeated key', async () => {
    await database.query('INSERT INTO notes VALUES (1)');
    await expect(database.query('INSERT INTO notes VALUES (1)')).rejects.toMatchObject({ code: '23505' });
  });

  it('keeps nothing of a transaction whose work throws after its first insert', async () => {
    await expect(
      database.transaction(async (tx) => {
        await tx.query('INSERT INTO notes VALUES (2)');
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await database.query('SELECT id FROM notes WHERE id = 2')).toEqual([]);
  });

  it('gives what a transaction returned, and what it wrote can be read', async () => {
    const id = await database.transaction(
      async (tx) => (await tx.query<{ id: number }>('INSERT INTO notes VALUES (3) RETURNING id'))[0]?.id,
    );
    expect(id).toBe(3);
    expect(await database.query('SELECT id FROM notes WHERE id = 3')).toEqual([{ id: 3 }]);
  });

  it('serves again after the server ended its connection inside a transaction', async () => {
    const cut = database.transaction((tx) => tx.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    await expect(cut).rejects.toThrow();
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('gives a transaction up within 2 s when its connection falls silent for good and 1 s is allowed, and serves on another', async () => {
    const address = new URL(database.url);
    const gate = await new TcpGate(Number(address.port)).open();
    address.port = String(gate.port);
    const gated = new Database({ connectionString: address.href, max: 1, query_timeout: 1_000 });
    const startedAt = Date.now();
    const hanging = gated.transaction(async (tx) => {
      await tx.query('INSERT INTO notes VALUES (4)');
      gate.forgetAll();
      await tx.query('INSERT INTO notes VALUES (5)');
    });
    await expect(hanging).rejects.toThrow('Query read timeout');
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    expect(await gated.query('SELECT id FROM notes WHERE id IN (4, 5)')).toEqual([]);
    await gated.close();
    await gate.shut();
  });
});
