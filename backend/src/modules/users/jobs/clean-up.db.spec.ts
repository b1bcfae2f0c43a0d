import { startWorker, stopWorkers } from '../../../../test/accounts-worker';
import { bearer, mailedToken, newPerson, register, send, signIn } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { openTestDatabase } from '../../../../test/test-database';
import { until } from '../../../../test/until';
import { IdempotencyKeys } from '../../../platform/http/idempotency/idempotency-keys';
import { CleanUp } from '../application/clean-up';
import { UserStorage } from '../application/user-storage';

jest.setTimeout(60_000);

const hour = 3_600_000;
const day = 24 * hour;

describe('cleaning up', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(async () => {
    await stopWorkers();
    await app.close();
  });

  /** As a process does whose clock is so far ahead. */
  const cleanUpIn = (ms: number): Promise<void> => {
    const part = <T>(token: abstract new (...parts: never[]) => T): T => app.app.get<T>(token, { strict: false });
    return new CleanUp(part(UserStorage), part(IdempotencyKeys)).run(Date.now() + ms);
  };

  it('happens at the start of a process', async () => {
    const database = await openTestDatabase();
    for (const hours of [25, 23]) {
      const failedAt = new Date(Date.now() - hours * hour);
      await database.query('INSERT INTO sign_in_failures VALUES ($1, 5, $2)', [Buffer.from([hours]), failedAt]);
    }
    await startWorker(database, {});
    await until('the stale count to be gone', async () => (await database.query('SELECT 1 FROM sign_in_failures')).length === 1, 20_000);
  });

  it('lets a link that is mailed after the first has expired carry the password that was chosen last', async () => {
    const email = await register(app, undefined, 'the password chosen first');
    await register(app, email, 'the password chosen last');
    await cleanUpIn(day + 1_000);
    await send(app, 'POST', '/auth/resend-verification', { email });
    const token = await mailedToken(app.database, email);
    expect((await send(app, 'POST', '/auth/verify-email', { token })).status).toBe(200);
    await signIn(app, email, 'the password chosen last');
  });

  it('forgets links after their time, kept answers after a day, ended sessions and sent mails after 30; accounts stay', async () => {
    const { database } = app;
    await database.query('DELETE FROM users');
    await database.query('DELETE FROM mailed_tokens');
    await database.query('DELETE FROM outbox_mails');
    const person = await newPerson(app);
    await send(app, 'POST', '/auth/forgot-password', { email: person.email }, { 'idempotency-key': 'a' });
    await register(app);
    await database.query('UPDATE outbox_mails SET sent_at = now() WHERE recipient = $1', [person.email]);
    await send(app, 'POST', '/auth/logout', undefined, bearer((await signIn(app, person.email)).accessToken));
    const tables = ['users', 'mailed_tokens', 'idempotency_keys', 'sessions', 'refresh_tokens', 'outbox_mails'];
    const left = async (ms: number): Promise<(number | undefined)[]> => {
      await cleanUpIn(ms);
      const rows = tables.map((table) => database.query<{ count: number }>(`SELECT count(*) FROM ${table}`));
      return (await Promise.all(rows)).map(([row]) => row?.count);
    };
    expect(await left(0)).toEqual([2, 2, 1, 2, 2, 3]);
    expect(await left(hour + 1_000)).toEqual([2, 1, 1, 2, 2, 3]);
    expect(await left(day + 1_000)).toEqual([2, 1, 0, 2, 2, 3]);
    expect(await left(30 * day - hour)).toEqual([2, 1, 0, 2, 2, 3]);
    // The session that was ended goes; the other came to its end just now.
    expect(await left(30 * day + hour)).toEqual([2, 1, 0, 1, 1, 1]);
    expect(await left(61 * day)).toEqual([2, 1, 0, 0, 0, 1]);
  });
});
