import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase } from '../test/test-database';
import { startTestApp } from '../test/test-app';
import { newPerson } from '../test/people';
import { auditKey } from './platform/audit/audit-chain';
import { AuditLog } from './platform/audit/audit-log';
import { WatchAuditLog } from './platform/audit/watch-audit-log';

jest.setTimeout(120_000);

const secret = 'thirty-two bytes or more of a secret';

/** Runs the command as `npm run audit:verify` does once everything is built. */
async function verify(url: string, dataDir: string, ...args: string[]): Promise<{ code: number | null; said: string }> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: url, JWT_SECRET: secret, DATA_DIR: dataDir };
  const child = spawn(process.execPath, ['dist/backend/audit-verify.js', ...args], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, said };
}

describe('npm run audit:verify', () => {
  const folders: string[] = [];
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });
  const newFolder = async () => {
    folders.push(await mkdtemp(join(tmpdir(), 'tideline-audit-')));
    return folders.at(-1) ?? '';
  };

  it('ends with 0 and the head, with 1 and the first broken row, and with 1 for a head that is gone', async () => {
    const database = await openTestDatabase();
    const folder = await newFolder();
    const log = new AuditLog(auditKey(Buffer.from(secret), 'live'));
    const deed = () => log.record(database, { actorId: null, action: 'things.made', subjectId: null, address: null, detail: {} });
    for (let n = 0; n < 5; n += 1) await deed();
    const good = await verify(database.url, folder);
    expect(good).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^live: 5 rows hold; the head is live:5:[0-9a-f]{64}\n$/) as unknown,
    });
    const head = /live:5:\w+/.exec(good.said)?.[0] ?? '';
    await deed();
    expect(await verify(database.url, folder, head)).toMatchObject({
      code: 0,
      said: expect.stringContaining('live: 1 rows hold') as unknown,
    });
    await database.query('ALTER TABLE audit_log DISABLE TRIGGER ALL');
    await database.query('DELETE FROM audit_log WHERE seq > 4');
    expect(await verify(database.url, folder)).toMatchObject({ code: 0 });
    expect(await verify(database.url, folder, head)).toMatchObject({
      code: 1,
      said: expect.stringContaining('BROKEN at row 5') as unknown,
    });
    await database.query(`UPDATE audit_log SET action = 'things.lost' WHERE seq = 2`);
    expect(await verify(database.url, folder)).toEqual({
      code: 1,
      said: 'live: BROKEN at row 2: it was altered, or not written with the secret of this install\n',
    });
    expect(await verify(database.url, folder, 'live:x')).toMatchObject({ code: 1, said: expect.stringContaining('is no head') as unknown });
  });

  it('a serving process notes the head in DATA_DIR, keeps it when rows go missing, and says so', async () => {
    const folder = await newFolder();
    const app = await startTestApp(undefined, { DATA_DIR: folder, JWT_SECRET: secret });
    try {
      await newPerson(app);
      const watch = app.app.get(WatchAuditLog);
      await watch.look();
      const intact = async () => /\ntideline_audit_end_intact (\d)/.exec(await (await fetch(`${app.url}/metrics`)).text())?.[1];
      const noted = await readFile(join(folder, 'audit-head-live'), 'utf8');
      expect([noted.slice(0, 2), await intact()]).toEqual(['3:', '1']);
      await app.database.query('ALTER TABLE audit_log DISABLE TRIGGER ALL');
      await app.database.query('DELETE FROM audit_log WHERE seq = 3');
      await watch.look();
      expect(await intact()).toBe('0');
      expect(await readFile(join(folder, 'audit-head-live'), 'utf8')).toBe(noted);
    } finally {
      await app.close();
    }
  });
});
