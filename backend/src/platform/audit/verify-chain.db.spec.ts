import { openTestDatabase } from '../../../test/test-database';
import type { Database } from '../database/database';
import { auditKey, chainedHash, type AuditHead } from './audit-chain';
import { AuditLog } from './audit-log';
import { verifyChain } from './verify-chain';

jest.setTimeout(60_000);

const key = auditKey(Buffer.alloc(32, 7), 'live');
const log = new AuditLog(key);
const someone = '3f0c9f3e-52a5-4a6b-8a35-0d6d6f2f2a11';

/** Ten deeds in a fresh database whose owner has taken the guards off. */
async function tenDeeds(): Promise<Database> {
  const database = await openTestDatabase();
  for (let n = 1; n <= 10; n += 1) {
    const detail = { n, rate: 0.1 * n, said: `z\0 \ud800 "é" ${'x'.repeat(300)}`, b: true, a: null };
    await log.record(database, { actorId: someone, action: 'things.made', subjectId: `thing ${n}`, address: '2001:db8:7::9', detail });
  }
  await database.query('ALTER TABLE audit_log DISABLE TRIGGER ALL');
  return database;
}

const headOf = async (database: Database): Promise<AuditHead> => {
  const [head] = await database.query<AuditHead>('SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1');
  if (head === undefined) throw new Error('the log is empty');
  return head;
};

describe('a chain of ten rows', () => {
  it('holds when nobody touched it, from its beginning or from a head that was noted; a foreign key fits nothing', async () => {
    const database = await tenDeeds();
    const head = await headOf(database);
    expect(await verifyChain(database, key, { noted: [head] })).toEqual({ holds: true, head });
    expect(await verifyChain(database, key, { from: head })).toEqual({ holds: true, head });
    expect(await verifyChain(database, auditKey(Buffer.alloc(32, 7), 'simulated'))).toMatchObject({ holds: false, seq: 1 });
    expect(await verifyChain(await openTestDatabase(), key)).toMatchObject({ holds: true, head: { seq: 0 } });
  });

  it.each([
    ['another action', `UPDATE audit_log SET action = 'things.lost' WHERE seq = 4`, 4, 'altered'],
    ['no actor', 'UPDATE audit_log SET actor_id = NULL WHERE seq = 4', 4, 'altered'],
    ['another subject', `UPDATE audit_log SET subject_id = 'thing 5' WHERE seq = 4`, 4, 'altered'],
    ['another network', `UPDATE audit_log SET network = NULL WHERE seq = 4`, 4, 'altered'],
    ['a microsecond more', `UPDATE audit_log SET at = at + interval '1 microsecond' WHERE seq = 4`, 4, 'altered'],
    ['a digit more than a number can hold', `UPDATE audit_log SET detail = '{"n":4.00000000000000000001}' WHERE seq = 4`, 4, 'altered'],
    ['another hash', `UPDATE audit_log SET hash = decode(repeat('ab', 32), 'hex') WHERE seq = 4`, 4, 'altered'],
    ['a row less', 'DELETE FROM audit_log WHERE seq = 4', 4, 'missing'],
    ['no first row', 'DELETE FROM audit_log WHERE seq = 1', 1, 'missing'],
    [
      'a row less and the rest moved up',
      'DELETE FROM audit_log WHERE seq = 4; UPDATE audit_log SET seq = seq - 1 WHERE seq > 4',
      4,
      'follow',
    ],
    [
      'two rows swapped',
      'UPDATE audit_log SET seq = -4 WHERE seq = 4; UPDATE audit_log SET seq = 4 WHERE seq = 5; UPDATE audit_log SET seq = 5 WHERE seq = -4',
      4,
      'follow',
    ],
    [
      'a row before the first',
      `INSERT INTO audit_log SELECT 0, at, actor_id, action, subject_id, network, detail, previous, hash FROM audit_log WHERE seq = 1`,
      0,
      'before the first',
    ],
  ])('with %s is broken by %s', async (_title, sql, seq, why) => {
    const database = await tenDeeds();
    await database.query(sql);
    const verdict = await verifyChain(database, key);
    expect(verdict).toMatchObject({ holds: false, seq });
    expect(JSON.stringify(verdict)).toContain(why);
  });

  it('with a forged row at its end is broken, if it was hashed without the key', async () => {
    const database = await tenDeeds();
    const { hash: previous } = await headOf(database);
    const row = { seq: 11, atMicros: 1_700_000_000_000_000, actorId: null, action: 'x', subjectId: null, network: null, detailText: '{}' };
    for (const guess of [Buffer.alloc(32), Buffer.alloc(0), auditKey(Buffer.alloc(32, 8), 'live')]) {
      await database.query('DELETE FROM audit_log WHERE seq = 11');
      await database.query(
        `INSERT INTO audit_log (seq, at, action, detail, previous, hash) VALUES (11, timestamptz 'epoch' + 1700000000 * interval '1 s', 'x', '{}', $1, $2)`,
        [previous, chainedHash(guess, previous, row)],
      );
      expect(await verifyChain(database, key)).toMatchObject({ holds: false, seq: 11 });
    }
    await database.query('UPDATE audit_log SET hash = $1 WHERE seq = 11', [chainedHash(key, previous, row)]);
    expect(await verifyChain(database, key)).toMatchObject({ holds: true });
  });

  it('without its end holds by itself, and is broken for whoever noted the head; written anew as well', async () => {
    const database = await tenDeeds();
    const noted = [await headOf(database)];
    await database.query('DELETE FROM audit_log WHERE seq > 8');
    expect(await verifyChain(database, key)).toMatchObject({ holds: true, head: { seq: 8 } });
    expect(await verifyChain(database, key, { noted })).toMatchObject({
      holds: false,
      seq: 9,
      why: expect.stringContaining('once reached row 10') as unknown,
    });
    for (let n = 0; n < 3; n += 1) await log.record(database, { actorId: null, action: 'x', subjectId: null, address: null, detail: {} });
    expect(await verifyChain(database, key, { noted })).toMatchObject({
      holds: false,
      seq: 10,
      why: expect.stringContaining('written anew') as unknown,
    });
    await database.query('DELETE FROM audit_log');
    expect(await verifyChain(database, key, { noted })).toMatchObject({ holds: false, seq: 1 });
  });
});
