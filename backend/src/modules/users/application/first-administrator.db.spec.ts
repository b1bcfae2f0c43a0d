import { pino } from 'pino';
import { goodPassword, newAddress, register, send, signIn } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { CONFIG, type Config } from '../../../platform/config/config';
import { FirstAdministrator } from './first-administrator';
import { PageLinks } from './page-links';
import { Passwords } from './passwords';
import { UserStorage } from './user-storage';

const operator = 'four words make one';
const opened: TestApp[] = [];

async function start(environment: Record<string, string> = {}, fill?: Parameters<typeof startTestApp>[0]): Promise<TestApp> {
  const app = await startTestApp(fill, environment);
  opened.push(app);
  return app;
}

/** Starts it once more, and gives what it says in the log. */
async function startAgain(app: TestApp, more: Partial<Config> = {}): Promise<string[]> {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg) });
  const part = <T>(token: abstract new (...parts: never[]) => T): T => app.app.get<T>(token, { strict: false });
  const config = { ...app.app.get<Config>(CONFIG, { strict: false }), ...more };
  await new FirstAdministrator(part(UserStorage), part(Passwords), part(PageLinks), app.bridge, config, log).onApplicationBootstrap();
  return lines;
}

describe('the first administrator', () => {
  afterAll(async () => {
    for (const app of opened) await app.close();
  });

  it('is that of ADMIN_EMAIL, confirmed and there from the start', async () => {
    const app = await start({ ADMIN_EMAIL: 'Ops@Example.org', ADMIN_PASSWORD: operator });
    const { body } = await send(app, 'POST', '/auth/login', { email: 'ops@example.org', password: operator });
    expect(body.user).toMatchObject({ email: 'ops@example.org', role: 'admin' });
    expect(await startAgain(app)).toEqual([]);
  });

  it('promotes a confirmed account and leaves its password; of an unconfirmed one the password of a stranger is replaced', async () => {
    const stored = (verified: string) => async (database: TestApp['database']) => {
      const app = await startTestApp();
      await register(app, 'ops@example.org');
      const [row] = await app.database.query<{ hash: string }>('SELECT password_hash AS hash FROM users');
      await app.close();
      await database.query(
        `INSERT INTO users (email, display_name, password_hash, email_verified_at) VALUES ('ops@example.org', 'Ops', $1, ${verified})`,
        [row?.hash],
      );
    };
    const environment = { ADMIN_EMAIL: 'ops@example.org', ADMIN_PASSWORD: operator };
    const code = async (app: TestApp, password: string) =>
      (await send(app, 'POST', '/auth/login', { email: 'ops@example.org', password })).status;
    const known = await start(environment, stored('now()'));
    expect([await code(known, goodPassword), await code(known, operator)]).toEqual([200, 401]);
    const squatted = await start(environment, stored('NULL'));
    expect([await code(squatted, goodPassword), await code(squatted, operator)]).toEqual([401, 200]);
  });

  it('gets a weak ADMIN_PASSWORD all the same, and the log says what is weak', async () => {
    const app = await start();
    const said = await startAgain(app, { ADMIN_EMAIL: 'ops@example.org', ADMIN_PASSWORD: 'q1w2e3r4t5y6' });
    expect(said).toEqual([
      'ADMIN_PASSWORD is one of the most common passwords: sign in and choose another',
      'the account of ADMIN_EMAIL is administrator',
    ]);
    await signIn(app, 'ops@example.org', 'q1w2e3r4t5y6');
  });

  it('is whoever follows the link in the log, once', async () => {
    const app = await start();
    const [line = ''] = await startAgain(app);
    const token = /http:\/\/127\.0\.0\.1:3000\/set-up#token=(\S+)/.exec(line)?.[1];
    const typed = () => ({ token, email: newAddress(), password: operator, displayName: 'Ops' });
    const both = await Promise.all([1, 2].map(() => send(app, 'POST', '/auth/set-up', typed())));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    expect(await startAgain(app)).toEqual([]);
    const [row] = await app.database.query<{ email: string }>(`SELECT email FROM users WHERE role = 'admin'`);
    await signIn(app, row?.email ?? '', operator);
  });
});
