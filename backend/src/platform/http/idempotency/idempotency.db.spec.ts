import { createHash, randomUUID } from 'node:crypto';
import { bearer, goodPassword, newAddress, newPerson, send, subjectsTo, type Answer } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { IdempotencyKeys } from './idempotency-keys';

jest.setTimeout(120_000);

const day = 86_400_000;

describe('a request with an Idempotency-Key', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  afterEach(() => jest.restoreAllMocks());

  const registration = (email = newAddress()) => ({ email, password: goodPassword, displayName: 'Someone' });
  const post = (key: string, body: unknown, path = '/auth/register', headers: Record<string, string> = {}): Promise<Answer> =>
    send(app, 'POST', path, body, { 'idempotency-key': key, ...headers });
  const replayed = ({ headers }: Answer) => headers.get('idempotent-replayed');
  const moveClock = (ms: number): void => {
    jest.restoreAllMocks();
    const real = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => real() + ms);
  };

  it('is done once: sent 3 times it mails once and says the same', async () => {
    const key = randomUUID();
    const typed = registration();
    const first = await post(key, typed);
    expect([first.status, replayed(first)]).toEqual([202, null]);
    for (let count = 0; count < 2; count++) {
      const again = await post(key, typed);
      expect([again.status, again.body, replayed(again)]).toEqual([202, first.body, 'true']);
      expect(again.headers.get('cache-control')).toBe('no-store');
      expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    }
    expect(await subjectsTo(app.database, typed.email)).toHaveLength(1);
    await post(randomUUID(), typed);
    expect(await subjectsTo(app.database, typed.email)).toHaveLength(2);
  });

  it('is refused with another body (409), taken on another route', async () => {
    const key = randomUUID();
    const typed = registration();
    await post(key, typed);
    const other = await post(key, { ...typed, password: 'another good passphrase' });
    expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY.KEY_REUSED']);
    expect((await post(key, { email: typed.email }, '/auth/resend-verification')).status).toBe(202);
    expect((await post(key, typed, '/auth/register/')).status).toBe(202);
    expect(await subjectsTo(app.database, typed.email)).toHaveLength(2);
  });

  it('of 20 at once one is done, and the others are told 409 or its answer', async () => {
    const key = randomUUID();
    const typed = registration();
    const said = await Promise.all(Array.from({ length: 20 }, () => post(key, typed)));
    const codes = said.map(({ status, body }) => `${status} ${body.code ?? ''}`);
    expect(codes.filter((code) => !['202 ', '409 IDEMPOTENCY.IN_PROGRESS'].includes(code))).toEqual([]);
    expect(codes).toContain('409 IDEMPOTENCY.IN_PROGRESS');
    expect(said.filter((answer) => answer.status === 202 && replayed(answer) === null)).toHaveLength(1);
    expect(await subjectsTo(app.database, typed.email)).toHaveLength(1);
  });

  it('gets the same problem again, down to its traceId', async () => {
    const key = randomUUID();
    const typed = { ...registration(), password: 'q1w2e3r4t5y6' };
    const first = await post(key, typed);
    const again = await post(key, typed);
    expect([first.status, first.body.code]).toEqual([422, 'AUTH.PASSWORD_REFUSED']);
    expect([again.status, again.body, replayed(again)]).toEqual([422, first.body, 'true']);
    expect(again.headers.get('content-type')).toContain('application/problem+json');
  });

  it('is done anew after trouble on our side', async () => {
    const key = randomUUID();
    const typed = registration();
    const rename = (from: string, to: string) => app.database.query(`ALTER TABLE ${from} RENAME TO ${to}`);
    await rename('outbox_mails', 'hidden_mails');
    expect((await post(key, typed)).status).toBe(500);
    await rename('hidden_mails', 'outbox_mails');
    const again = await post(key, typed);
    expect([again.status, replayed(again)]).toEqual([202, null]);
    expect(await subjectsTo(app.database, typed.email)).toHaveLength(1);
  });

  it('counts for 24 hours', async () => {
    const key = randomUUID();
    const typed = registration();
    await post(key, typed);
    moveClock(day - 5_000);
    expect(replayed(await post(key, typed))).toBe('true');
    moveClock(day + 1_000);
    const later = await post(key, typed);
    expect([later.status, replayed(later)]).toEqual([202, null]);
    expect(await subjectsTo(app.database, typed.email)).toHaveLength(2);
  });

  it('whose process died is done anew after a minute, and the dead one cannot answer for it', async () => {
    const keys = app.app.get(IdempotencyKeys, { strict: false });
    const request = { scope: 'POST /somewhere account 1', key: randomUUID(), body: '{}' };
    const now = Date.now();
    const died = await keys.begin(request, now);
    expect(await keys.begin(request, now + 59_000)).toBe('running');
    const next = await keys.begin(request, now + 60_001);
    if (typeof died === 'string' || typeof next === 'string' || !('begun' in died) || !('begun' in next)) throw new Error('not begun');
    await keys.keep(died.begun, { status: 500, body: '"of the dead"' });
    await keys.forget(died.begun);
    expect(await keys.begin(request, now + 60_002)).toBe('running');
    await keys.keep(next.begun, { status: 202, body: '"done"' });
    expect(await keys.begin(request, now + 60_003)).toEqual({ kept: { status: 202, body: '"done"' } });
    await keys.deleteOld(now + 60_001 + day);
    expect(await keys.begin(request, now + 60_001)).toHaveProperty('begun');
  });

  it.each([
    ['is two words', 'two words'],
    ['has an ümlaut', 'ümlaut'],
    ['has 256 characters', 'k'.repeat(256)],
  ])('is refused when the key %s', async (_why, key) => {
    const answer = await post(key, registration());
    expect([answer.status, answer.body.code]).toEqual([400, 'REQUEST.INVALID']);
  });

  it('takes keys of 1 and of 255 characters', async () => {
    for (const key of ['!', '~'.repeat(255)]) expect((await post(key, registration())).status).toBe(202);
  });

  it('belongs to the account that sent it, and is held to the policy of the route each time', async () => {
    const [ada, bob] = [await newPerson(app), await newPerson(app)];
    const key = randomUUID();
    const typed = { email: newAddress(), password: goodPassword };
    const change = (token: string) => post(key, typed, '/users/me/email', bearer(token));
    expect((await change(ada.accessToken)).status).toBe(202);
    expect(replayed(await change(ada.accessToken))).toBe('true');
    const others = await change(bob.accessToken);
    expect([others.status, replayed(others)]).toEqual([202, null]);
    expect((await post(key, typed, '/users/me/email')).status).toBe(401);
    await send(app, 'POST', '/auth/logout', undefined, bearer(ada.accessToken));
    expect((await change(ada.accessToken)).status).toBe(401);
  });

  it('leaves neither password nor address behind, as they are or as a plain hash', async () => {
    const typed = registration();
    await post('the-key-itself', typed);
    const rows = await app.database.query('SELECT * FROM idempotency_keys');
    const dump = JSON.stringify(rows);
    for (const text of [typed.password, typed.email, '127.0.0.1', 'the-key-itself']) expect(dump).not.toContain(text);
    const plain = createHash('sha256').update(JSON.stringify(typed)).digest();
    expect((rows as { request_hash: Buffer }[]).some(({ request_hash }) => request_hash.equals(plain))).toBe(false);
  });
});
