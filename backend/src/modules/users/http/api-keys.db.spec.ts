import { createHash } from 'node:crypto';
import { bearer, newPerson, send, signIn, type Answer, type Person } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { until } from '../../../../test/until';

jest.setTimeout(60_000);

const hour = 3_600_000;
const realNow = Date.now.bind(Date);
let shiftMs = 0;

describe('API keys', () => {
  let app: TestApp;
  let owner: Person;
  beforeAll(async () => {
    app = await startTestApp();
    owner = await newPerson(app);
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + shiftMs);
  });
  beforeEach(() => void (shiftMs = 0));
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  const make = (wanted: Record<string, unknown> = {}, by = owner, more: Record<string, string> = {}): Promise<Answer> =>
    send(app, 'POST', '/users/me/api-keys', { name: 'Sheet', scopes: ['read'], ...wanted }, { ...bearer(by.accessToken), ...more });
  const remove = (id: unknown, by = owner) => send(app, 'DELETE', `/users/me/api-keys/${String(id)}`, undefined, bearer(by.accessToken));
  const me = async (key: unknown): Promise<string> => {
    const { status, body } = await send(app, 'GET', '/auth/me', undefined, { 'x-api-key': String(key) });
    return status === 200 ? String(body['id']) : `${status} ${body.code}`;
  };
  const listed = async (by = owner) =>
    (await send(app, 'GET', '/users/me/api-keys', undefined, bearer(by.accessToken))).body['data'] as Record<string, unknown>[];

  it('shows a key once and keeps its hash only', async () => {
    const made = await make();
    const { key, id, ...info } = made.body;
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(key).toMatch(/^tdl_[\w-]{8}_[\w-]{43}$/);
    expect(await me(key)).toBe(owner.id);
    expect((await listed()).find((one) => one['id'] === id)).toMatchObject({ prefix: info['prefix'], name: 'Sheet', scopes: ['read'] });
    expect(JSON.stringify(await listed())).not.toContain(String(key).slice(13));
    const page = (query: string) => send(app, 'GET', `/users/me/api-keys?${query}`, undefined, bearer(owner.accessToken));
    expect((await page('limit=1')).body).toMatchObject({ data: [{ id }], page: { limit: 1 } });
    expect((await page('')).body).toMatchObject({ page: { limit: 50 } });
    expect((await page('scope=read')).status).toBe(400);
    const [row] = await app.database.query<Record<string, unknown>>('SELECT * FROM api_keys WHERE id = $1', [id]);
    expect(JSON.stringify(row)).not.toContain(String(key).slice(13));
    expect(row?.['key_hash']).toEqual(createHash('sha256').update(String(key)).digest());
  });

  it.each([
    ['2999-01-01T00:00:00Z', '2999-01-01T00:00:00.000Z'],
    ['2999-01-01T00:00:00.5+02:00', '2998-12-31T22:00:00.500Z'],
  ])('takes the end %s and tells it as %s', async (expiresAt, told) => {
    const made = await make({ expiresAt });
    expect([made.status, made.body['expiresAt']]).toEqual([201, told]);
  });

  it('is for people only: 403 with a key, 401 without anything', async () => {
    const { key } = (await make()).body;
    const by = { 'x-api-key': String(key) };
    for (const method of ['GET', 'POST', 'DELETE']) {
      expect((await send(app, method, '/users/me/api-keys', undefined, by)).body.code).toBe('AUTH.SCOPE');
      expect((await send(app, method, '/users/me/api-keys')).body.code).toBe('AUTH.REQUIRED');
    }
  });

  it('makes a key that may write only for who has just confirmed that it is them', async () => {
    const { body: shown } = await send(app, 'POST', '/auth/step-up', { password: owner.password }, bearer(owner.accessToken));
    const sure = { 'x-step-up': String(shown['stepUpToken']) };
    const stranger = await newPerson(app);
    expect((await make({ scopes: ['write'] }, stranger, sure)).body.code).toBe('AUTH.STEP_UP_REQUIRED');
    expect((await make({ scopes: ['write'] })).body.code).toBe('AUTH.STEP_UP_REQUIRED');
    expect((await make({ scopes: ['read', 'write'] }, owner, { 'x-step-up': 'it is not' })).body.code).toBe('AUTH.STEP_UP_REQUIRED');
    const made = await make({ scopes: ['write', 'read'] }, owner, sure);
    expect([made.status, made.body['scopes']]).toEqual([201, ['read', 'write']]);
    const { key } = (await make({ scopes: ['write'] }, owner, sure)).body;
    expect(await me(key)).toBe('403 AUTH.SCOPE');
  });

  it.each([
    ['an empty name', { name: ' ' }, 400, 'REQUEST.INVALID'],
    ['a NUL byte in the name', { name: 'a\u0000b' }, 400, 'REQUEST.INVALID'],
    ['no scope', { scopes: [] }, 400, 'REQUEST.INVALID'],
    ['another scope', { scopes: ['admin'] }, 400, 'REQUEST.INVALID'],
    ['a field of its own', { userId: 'x' }, 400, 'REQUEST.INVALID'],
    ['an end without a zone', { expiresAt: '2999-01-01T00:00:00' }, 400, 'REQUEST.INVALID'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00.000Z' }, 422, 'USERS.KEY_EXPIRES_IN_PAST'],
  ])('refuses %s', async (_title, wanted, status, code) => {
    const { status: answered, body } = await make(wanted);
    expect([answered, body.code]).toEqual([status, code]);
  });

  it('lets 20 of 40 keys asked for at once live, and another when one is revoked or has expired', async () => {
    const many = await newPerson(app);
    const made = await Promise.all(Array.from({ length: 40 }, () => make({ expiresAt: new Date(realNow() + hour).toISOString() }, many)));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(20);
    expect([...new Set(made.filter(({ status }) => status !== 201).map(({ status, body }) => `${status} ${body.code}`))]).toEqual([
      '409 USERS.TOO_MANY_API_KEYS',
    ]);
    await remove((await listed(many))[0]?.['id'], many);
    expect([(await make({}, many)).status, (await make({}, many)).status]).toEqual([201, 409]);
    await app.database.query(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE user_id = $1 AND expires_at IS NOT NULL`, [
      many.id,
    ]);
    expect((await make({}, many)).status).toBe(201);
  });

  it('expires to the millisecond by our clock', async () => {
    const { key } = (await make({ expiresAt: new Date(realNow() + hour).toISOString() })).body;
    expect(await me(key)).toBe(owner.id);
    shiftMs = hour;
    expect(await me(key)).toBe('401 AUTH.KEY_EXPIRED');
    shiftMs = -hour;
    expect(await me(key)).toBe(owner.id);
  });

  it('is dead at the next request once it is revoked; nobody else can revoke it', async () => {
    const { key, id } = (await make()).body;
    expect(await me(key)).toBe(owner.id);
    const stranger = await newPerson(app);
    expect((await remove(id, stranger)).body.code).toBe('USERS.UNKNOWN_API_KEY');
    expect(await me(key)).toBe(owner.id);
    expect((await remove(id)).status).toBe(200);
    expect(await me(key)).toBe('401 AUTH.KEY_REVOKED');
    expect((await remove(id)).status).toBe(404);
    expect((await remove('1')).status).toBe(400);
  });

  it('gets the hot reads as everybody does, within the quota of its own, and no more once it is revoked', async () => {
    const { key, id } = (await make()).body;
    const path = '/api/v1/market/prices';
    const open = await app.get(path);
    const read = async () => {
      const answer = await app.get(path, { 'x-api-key': String(key) });
      const { headers } = answer;
      return [answer.status, headers.get('etag'), headers.get('vary'), headers.get('cache-control'), headers.get('ratelimit-policy')];
    };
    const expected = [
      200,
      open.headers.get('etag'),
      open.headers.get('vary'),
      'no-cache',
      '"authenticated";q=1000000;w=3600, "ceiling";q=1000000;w=60',
    ];
    // The first is looked up, the second is remembered.
    expect(await read()).toEqual(expected);
    expect(await read()).toEqual(expected);
    await remove(id);
    expect((await read())[0]).toBe(401);
  });

  it('lets a request that is under way end when its key is revoked meanwhile', async () => {
    const { key, id } = (await make()).body;
    expect(await me(key)).toBe(owner.id);
    const blocker = await app.database.pool.connect();
    await blocker.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
    const running = me(key);
    await until('the request waits in the middle', async () => {
      const [row] = await app.database.query<{ waits: boolean }>('SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted) AS waits');
      return row?.waits ?? false;
    });
    expect((await remove(id)).status).toBe(200);
    await blocker.query('ROLLBACK');
    blocker.release();
    expect(await running).toBe(owner.id);
    expect(await me(key)).toBe('401 AUTH.KEY_REVOKED');
  });

  it('revokes all keys of an account and of nobody else', async () => {
    const [one, other] = [await newPerson(app), await newPerson(app)];
    const keys = [(await make({}, one)).body['key'], (await make({}, one)).body['key'], (await make({}, other)).body['key']];
    await send(app, 'DELETE', '/users/me/api-keys', undefined, bearer(one.accessToken));
    expect(await Promise.all(keys.map(me))).toEqual(['401 AUTH.KEY_REVOKED', '401 AUTH.KEY_REVOKED', other.id]);
    expect(await listed(one)).toEqual([]);
  });

  it('is dead with its account', async () => {
    const person = await newPerson(app);
    const { key } = (await make({}, person)).body;
    expect(await me(key)).toBe(person.id);
    await app.database.query(`UPDATE users SET status = 'disabled' WHERE id = $1`, [person.id]);
    app.bridge.publish('users.changed', { userId: person.id });
    expect(await me(key)).toBe('401 AUTH.ACCOUNT_DISABLED');
  });

  it('survives a new password, since programs do not know the old one', async () => {
    const person = await newPerson(app);
    const { key } = (await make({}, person)).body;
    const change = { currentPassword: person.password, password: 'another passphrase of mine' };
    expect((await send(app, 'POST', '/users/me/password', change, bearer(person.accessToken))).status).toBe(200);
    expect(await me(key)).toBe(person.id);
    expect((await signIn(app, person.email, change.password)).id).toBe(person.id);
  });

  it('writes down its last use once a minute', async () => {
    const { key, id } = (await make()).body;
    const lastUse = async () => {
      const [row] = await app.database.query<{ at: Date | null }>('SELECT last_used_at AS at FROM api_keys WHERE id = $1', [id]);
      return row?.at?.getTime() ?? null;
    };
    await Promise.all(Array.from({ length: 20 }, () => me(key)));
    await until('the use is written down', async () => (await lastUse()) !== null);
    const first = await lastUse();
    shiftMs = 50_000;
    await me(key);
    await me(key);
    expect(await lastUse()).toBe(first);
    shiftMs = 61_000;
    await me(key);
    await until('the next use is written down', async () => (await lastUse()) !== first);
    expect((await listed()).find((one) => one['id'] === id)?.['lastUsedAt']).toBe(new Date((await lastUse()) ?? 0).toISOString());
  });

  it('records who made and revoked which key, nothing of the key itself', async () => {
    const person = await newPerson(app);
    const { key, id } = (await make({}, person)).body;
    await remove(id, person);
    const rows = await app.database.query<{ action: string; actor_id: string; detail: unknown }>(
      'SELECT action, actor_id, detail FROM audit_log WHERE subject_id = $1 ORDER BY seq',
      [id],
    );
    expect(rows).toEqual([
      { action: 'users.api-key-made', actor_id: person.id, detail: { scopes: 'read', expiresAt: null } },
      { action: 'users.api-key-revoked', actor_id: person.id, detail: {} },
    ]);
    expect(JSON.stringify(rows)).not.toContain(String(key).slice(13));
  });

  it.each([
    ['nothing we wrote', 'hunter2'],
    ['a key that nobody was given', `tdl_AAAAAAAA_${'A'.repeat(43)}`],
  ])('refuses %s', async (_title, key) => {
    expect(await me(key)).toBe('401 AUTH.INVALID_CREDENTIAL');
  });
});
