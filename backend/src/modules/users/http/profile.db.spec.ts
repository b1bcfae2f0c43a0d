import { preferences } from '@tideline/contracts';
import { bearer, newPerson, send, type Person } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

const timeoutMs = 60_000;

describe('profile and preferences', () => {
  let app: TestApp;
  let person: Person;
  beforeAll(async () => {
    app = await startTestApp();
  }, timeoutMs);
  beforeEach(async () => {
    person = await newPerson(app);
  }, timeoutMs);
  afterAll(() => app.close());

  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(app, method, path, body, { ...bearer(person.accessToken), ...headers });
  /** Sends text as it stands, for what JSON.stringify would not write. */
  const sendRaw = async (body: string) => {
    const headers = { 'content-type': 'application/json', ...bearer(person.accessToken) };
    const answer = await fetch(`${app.url}/api/v1/users/me/preferences`, { method: 'PUT', headers, body });
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };

  it(
    'changes what is sent of a profile and leaves the rest',
    async () => {
      const before = (await ask('GET', '/users/me')).body;
      expect(before).toMatchObject({ id: person.id, displayName: 'Someone', locale: 'en-GB', timeZone: 'UTC', displayCurrency: 'USD' });
      const change = { displayName: ' Ada ', locale: 'de-at', timeZone: 'America/Argentina/Ushuaia', displayCurrency: 'EUR' };
      const after = { ...before, ...change, displayName: 'Ada', locale: 'de-AT' };
      expect((await ask('PATCH', '/users/me', change)).body).toEqual(after);
      expect((await ask('PATCH', '/users/me', {})).body).toEqual(after);
      expect((await ask('GET', '/auth/me')).body).toEqual(after);
    },
    timeoutMs,
  );

  it.each([
    { locale: 'not a locale' },
    { locale: 'C' },
    { timeZone: 'Mars/Olympus' },
    { timeZone: '+02:00' },
    { timeZone: '' },
    { displayCurrency: 'GBP' },
    { displayName: '' },
    { displayName: 'a\u0000b' },
    { displayName: 'evil\u202egnp.exe' },
    { role: 'admin' },
    { status: 'active' },
    { id: '0b0f8c1e-6b6a-4c0e-9f39-0d3f6f0e2c11' },
    { email: 'other@example.org' },
    { emailVerified: true },
    { totpEnabled: false },
  ])(
    'refuses %j in a profile',
    async (change) => {
      const { status, body } = await ask('PATCH', '/users/me', change);
      expect([status, body.code]).toEqual([400, 'REQUEST.INVALID']);
    },
    timeoutMs,
  );

  it(
    'gives what is usual until something is chosen, and everything chosen afterwards',
    async () => {
      expect((await ask('GET', '/users/me/preferences')).body).toEqual(preferences.parse({}));
      const chosen = {
        theme: 'light',
        trackedAssets: ['ETH', 'BTC'],
        chart: { type: 'line', drawings: { BTC: [{ kind: 'level', price: 1.5e4, note: 'naïve 🌊 \\u0000' }] } },
        columns: { wide: ['price'], b: [] },
      };
      const put = await ask('PUT', '/users/me/preferences', chosen);
      expect([put.status, put.body]).toEqual([200, preferences.parse(chosen)]);
      expect((await ask('GET', '/users/me/preferences')).body).toEqual(put.body);
      await ask('PUT', '/users/me/preferences', {});
      expect((await ask('GET', '/users/me/preferences')).body).toEqual(preferences.parse({}));
    },
    timeoutMs,
  );

  it(
    'lets exactly one of 10 devices that read the same preferences write them',
    async () => {
      const read = await ask('GET', '/users/me/preferences');
      const tag = read.headers.get('etag') ?? '';
      const writes = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          ask('PUT', '/users/me/preferences', { trackedAssets: [`A${index}`] }, { 'if-match': tag }),
        ),
      );
      expect(writes.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(9).fill(412)]);
      expect(writes.find(({ status }) => status === 412)?.body.code).toBe('USERS.PREFERENCES_CHANGED');
      const won = writes.find(({ status }) => status === 200);
      const now = await ask('GET', '/users/me/preferences');
      expect([now.body, now.headers.get('etag')]).toEqual([won?.body, won?.headers.get('etag')]);
      const next = { 'if-match': now.headers.get('etag') ?? '' };
      expect((await ask('PUT', '/users/me/preferences', { columns: { zz: [], a: [], mmm: [] } }, next)).status).toBe(200);
    },
    timeoutMs,
  );

  it(
    'tells the other devices, through the event bridge, that preferences changed',
    async () => {
      const heard: string[] = [];
      const end = app.bridge.subscribe('users.preferences-changed', ({ userId }) => heard.push(userId));
      await ask('PUT', '/users/me/preferences', { theme: 'dark' });
      await ask('PUT', '/users/me/preferences', { theme: 'pink' });
      await ask('PATCH', '/users/me', { locale: 'fr' });
      end();
      expect(heard).toEqual([person.id, person.id]);
    },
    timeoutMs,
  );

  it(
    'refuses what pollutes, what cannot be stored and what is too large, with the problem that fits',
    async () => {
      const deep = (levels: number) => `{"chart":{"drawings":{"BTC":[${'['.repeat(levels)}${']'.repeat(levels)}]}}}`;
      expect(await sendRaw('{"__proto__":{"theme":"dark"}}')).toEqual([400, 'REQUEST.INVALID']);
      expect(await sendRaw('{"constructor":{"prototype":{"theme":"dark"}}}')).toEqual([400, 'REQUEST.INVALID']);
      expect(await sendRaw('{"chart":{"__proto__":{"type":"line"}}}')).toEqual([400, 'REQUEST.INVALID']);
      expect(await sendRaw('{"columns":{"__proto__":["price"]}}')).toEqual([400, 'REQUEST.INVALID']);
      expect(await sendRaw('{"columns":{"a":["\\u0000"]}}')).toEqual([400, 'REQUEST.INVALID']);
      expect(await sendRaw('{"columns":{"\\u0000":[]}}')).toEqual([400, 'REQUEST.INVALID']);
      expect(await sendRaw('{"screens":[{"name":"\\ud800","query":""}]}')).toEqual([400, 'REQUEST.INVALID']);
      expect(await sendRaw(deep(9))).toEqual([200, undefined]);
      expect(await sendRaw(deep(40_000))).toEqual([400, 'REQUEST.INVALID']);
      expect(await sendRaw(JSON.stringify({ columns: { a: ['x'.repeat(61)] } }))).toEqual([400, 'REQUEST.INVALID']);
      expect(await sendRaw(JSON.stringify({ chart: { drawings: { BTC: ['x'.repeat(70_000)] } } }))).toEqual([
        413,
        'USERS.PREFERENCES_TOO_LARGE',
      ]);
      expect(await sendRaw(JSON.stringify({ chart: { drawings: { BTC: ['x'.repeat(1_000_000)] } } }))).toEqual([
        413,
        'HTTP.BODY_TOO_LARGE',
      ]);
      expect(({} as Record<string, unknown>)['theme']).toBeUndefined();
    },
    timeoutMs,
  );

  it(
    'reads preferences of another version: what does not fit is as usual, the rest is kept',
    async () => {
      const stored = { theme: 'light', density: 'gone', later: true, chart: { type: 'line', later: 1 }, trackedAssets: ['BTC'] };
      await app.database.query('UPDATE users SET preferences = $2 WHERE id = $1', [person.id, JSON.stringify(stored)]);
      expect((await ask('GET', '/users/me/preferences')).body).toEqual(preferences.parse({ theme: 'light', trackedAssets: ['BTC'] }));
    },
    timeoutMs,
  );
});
