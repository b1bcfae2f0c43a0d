import { openTestDatabase } from '../../../test/test-database';
import { auditKey } from './audit-chain';
import { AuditLog, type AuditEntry } from './audit-log';

const log = new AuditLog(auditKey(Buffer.alloc(32, 7), 'live'));
const person = '3f0c9f3e-52a5-4a6b-8a35-0d6d6f2f2a11';
const entry = (action: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  actorId: person,
  action,
  subjectId: null,
  address: '203.0.113.77',
  detail: {},
  ...more,
});

describe('the audit log', () => {
  it('keeps a row exactly when its deed is kept', async () => {
    const database = await openTestDatabase();
    await database.transaction((tx) => log.record(tx, entry('things.made')));
    await expect(
      database.transaction(async (tx) => {
        await log.record(tx, entry('things.not-made'));
        throw new Error('not done');
      }),
    ).rejects.toThrow('not done');
    await log.record(database, entry('things.said'));
    expect(await database.query('SELECT seq, action, network FROM audit_log ORDER BY seq')).toEqual([
      { seq: 1, action: 'things.made', network: '203.0.113.0/24' },
      { seq: 2, action: 'things.said', network: '203.0.113.0/24' },
    ]);
  }, 60_000);

  it.each([`UPDATE audit_log SET action = 'x'`, 'DELETE FROM audit_log', 'TRUNCATE audit_log'])(
    'is not changed by %s',
    async (sql) => {
      const database = await openTestDatabase();
      await log.record(database, entry('things.made'));
      await expect(database.query(sql)).rejects.toThrow('append-only');
    },
    60_000,
  );

  it('chains 200 deeds of 20 callers without a gap, whichever locks they hold', async () => {
    const database = await openTestDatabase();
    await database.query(`INSERT INTO users (id, display_name) VALUES ($1, 'Someone')`, [person]);
    const deed = (n: number) =>
      database.transaction(async (tx) => {
        if (n % 2 === 0) await log.record(tx, entry('things.counted', { detail: { n } }));
        await tx.query('SELECT id FROM users FOR UPDATE');
        if (n % 2 === 1) await log.record(tx, entry('things.counted', { detail: { n } }));
      });
    await Promise.all(
      Array.from({ length: 20 }, async (_, caller) => {
        for (let n = 0; n < 10; n += 1) await deed(caller * 10 + n);
      }),
    );
    const rows = await database.query<{ seq: number; n: number }>(`SELECT seq, (detail->>'n')::int AS n FROM audit_log ORDER BY seq`);
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect(new Set(rows.map(({ n }) => n)).size).toBe(200);
  }, 60_000);
});
