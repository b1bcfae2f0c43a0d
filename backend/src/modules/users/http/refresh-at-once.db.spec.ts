import { bearer, newPerson, refreshWith, send } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { until } from '../../../../test/until';
import { AccessTokens } from '../application/access-tokens';
import { KeepSessions } from '../application/keep-sessions';
import { PageLinks } from '../application/page-links';
import { USER_KEYS, type UserKeys } from '../application/user-keys';
import { UserStorage } from '../application/user-storage';

let shiftMs = 0;
const realNow = Date.now.bind(Date);

const moveClock = (ms: number): void => void (shiftMs += ms);

/** How many of the app's connections wait for a lock that another holds. */
async function waiting({ database }: TestApp): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return row?.count ?? 0;
}

/** Sessions as another process keeps them that shares the database. */
function anotherProcess({ app, bridge }: TestApp): KeepSessions {
  const part = <T>(token: abstract new (...parts: never[]) => T): T => app.get<T>(token, { strict: false });
  return new KeepSessions(part(UserStorage), part(AccessTokens), bridge, part(PageLinks), app.get<UserKeys>(USER_KEYS, { strict: false }));
}

describe('refreshes at once', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + shiftMs);
  });
  beforeEach(() => void (shiftMs = 0));
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  const refresh = (token: string) => send(app, 'POST', '/auth/refresh', undefined, refreshWith(token));
  const me = async (token: string): Promise<string> => {
    const { status, body } = await send(app, 'GET', '/auth/me', undefined, bearer(token));
    return status === 200 ? 'ok' : String(body.code);
  };

  it('answers 500 refreshes with one token by 500 × 200 and one successor', async () => {
    const { refreshToken } = await newPerson(app);
    const began = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(began);
    const answers = await Promise.all(Array.from({ length: 500 }, () => refresh(refreshToken)));
    clock.mockImplementation(() => realNow() + shiftMs);
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([200]);
    const successors = [...new Set(answers.map((answer) => answer.refreshToken))];
    expect(successors).toHaveLength(1);
    expect((await refresh(successors[0] ?? '')).status).toBe(200);
    const [row] = await app.database.query<{ count: number }>(
      `SELECT count(*) FROM refresh_tokens WHERE session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = sha256($1::bytea))`,
      [Buffer.from(refreshToken)],
    );
    expect(row?.count).toBe(3);
  }, 60_000);

  it('answers others while 50 refreshes with one token wait for its account: they hold one connection of 6', async () => {
    const person = await newPerson(app);
    const other = await newPerson(app);
    let answers: ReturnType<typeof refresh>[] = [];
    await app.database.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [person.id]);
      answers = Array.from({ length: 50 }, () => refresh(person.refreshToken));
      await until('one to wait for the row', async () => (await waiting(app)) > 0, 30_000);
      expect((await refresh(other.refreshToken)).status).toBe(200);
      expect(await waiting(app)).toBe(1);
    });
    expect([...new Set((await Promise.all(answers)).map(({ status }) => status))]).toEqual([200]);
  }, 60_000);

  it('leaves the cookie to who is answered by 503 while the database is away, and continues with it afterwards', async () => {
    const { refreshToken } = await newPerson(app);
    await app.gate.shut();
    const refused = await refresh(refreshToken);
    await app.gate.open();
    expect([refused.status, refused.body.code, refused.refreshToken]).toEqual([503, 'DATABASE.UNAVAILABLE', null]);
    expect((await refresh(refreshToken)).status).toBe(200);
  }, 60_000);

  it('gives two that came to two processes at once the same successor, though the database kept both waiting for 11 s', async () => {
    const person = await newPerson(app);
    const elsewhere = anotherProcess(app);
    const answers: Promise<{ refreshToken: string | null }>[] = [];
    await app.database.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [person.id]);
      answers.push(refresh(person.refreshToken), elsewhere.refresh(person.refreshToken, { address: '127.0.0.1', userAgent: 'jest' }));
      await until('both to wait for the row', async () => (await waiting(app)) === 2, 30_000);
      moveClock(11_000);
    });
    const [one, other] = await Promise.all(answers);
    expect(one?.refreshToken).toHaveLength(43);
    expect(other?.refreshToken).toBe(one?.refreshToken);
    expect(await me(person.accessToken)).toBe('ok');
  }, 60_000);
});
