import { readFileSync } from 'node:fs';
import { bearer, goodPassword, mailedToken, newAddress, newPerson, register, send, signIn, type Person } from './people';
import { startTestApp, type TestApp } from './test-app';

jest.setTimeout(120_000);

const token = 'a'.repeat(43);
/** What each route that takes a body is usually sent. */
const bodies: Record<string, unknown> = {
  'POST /api/v1/auth/login': { email: 'someone@example.org', password: goodPassword, totp: '123456' },
  'POST /api/v1/auth/step-up': { password: goodPassword },
  'POST /api/v1/auth/register': { email: 'someone@example.org', password: goodPassword, displayName: 'Someone' },
  'POST /api/v1/auth/verify-email': { token },
  'POST /api/v1/auth/resend-verification': { email: 'someone@example.org' },
  'POST /api/v1/auth/forgot-password': { email: 'someone@example.org' },
  'POST /api/v1/auth/reset-password': { token, password: goodPassword },
  'POST /api/v1/auth/set-up': { token, email: 'someone@example.org', password: goodPassword, displayName: 'Someone' },
  'POST /api/v1/users/me/password': { currentPassword: 'not the one it is', password: goodPassword },
  'POST /api/v1/users/me/email': { email: 'someone-else@example.org', password: 'not the one it is' },
  'PATCH /api/v1/users/me': { displayName: 'Someone', locale: 'en-GB', timeZone: 'Europe/Berlin', displayCurrency: 'USD' },
  'PUT /api/v1/users/me/preferences': {
    theme: 'dark',
    trackedAssets: ['BTC'],
    chart: { indicators: ['sma:20'] },
    screens: [{ name: 'cheap', query: 'filter=rsi:14<30' }],
    columns: { screener: ['rsi:14'] },
  },
  'POST /api/v1/users/me/totp/confirm': { totp: '123456' },
  'POST /api/v1/users/me/api-keys': { name: 'a program', scopes: ['read'], expiresAt: '2100-01-01T00:00:00.000Z' },
  'POST /api/v1/market/mode': { mode: 'live' },
  'PATCH /api/v1/admin/users/00000000-0000-4000-8000-000000000000': { status: 'active', role: 'user' },
  'POST /api/v1/admin/assets': { coingeckoId: 'monero' },
  'PATCH /api/v1/admin/assets': [{ symbol: 'BTC', enabled: true }],
  'PATCH /api/v1/admin/assets/BTC': { enabled: true },
};
const routes = Object.entries(bodies).map(([route, body]) => ({ route, body }));

/** Text that does something where it is run, rendered, cut or joined instead of kept. */
const hostile: Record<string, string> = {
  SQL: `'; DROP TABLE users; --`,
  'a second statement': `1'); DELETE FROM sessions; SELECT ('`,
  'a LIKE pattern': `%_\\`,
  templates: '{{7*7}} ${7*7} <%= 7*7 %> #{7*7}',
  markup: `<img src=x onerror=alert(1)>`,
  'a header': 'x\r\nBcc: everybody@example.org',
  'a path': '../../../../etc/passwd',
  'a lookup': '${jndi:ldap://127.0.0.1/a}',
};

const good = [200, 201, 202];
const refused = [400, 401, 403, 409, 422];

type Put = (replaced: unknown) => unknown;

/** Each place of a body that holds a text, as a function that gives the body with something else there. */
function places(value: unknown, put: Put = (replaced) => replaced): { at: string; put: Put }[] {
  if (typeof value === 'string') return [{ at: '', put }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const within: Put = (replaced) => put(Array.isArray(value) ? value.with(Number(key), replaced) : { ...value, [key]: replaced });
    return places(inner, within).map((place) => ({ ...place, at: `${key}.${place.at}` }));
  });
}

/** The body as JSON with a field planted into each of its objects, and the path that leads there. */
function plantedIn(value: unknown, planted: string, at = '', wrap: (json: string) => string = (json) => json): [string, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const isList = Array.isArray(value);
  const written = (fields: string[]): string => wrap(isList ? `[${fields.join()}]` : `{${fields.join()}}`);
  const field = ([key, inner]: [string, unknown]): string => (isList ? '' : `${JSON.stringify(key)}:`) + JSON.stringify(inner);
  const here: [string, string][] = isList ? [] : [[written([planted, ...entries.map(field)]), at]];
  const within = entries.flatMap(([key, inner], index) =>
    plantedIn(inner, planted, `${at}${key}.`, (json) =>
      written(entries.map((entry, other) => (other === index ? (isList ? '' : `${JSON.stringify(key)}:`) + json : field(entry)))),
    ),
  );
  return [...here, ...within];
}

let app: TestApp;
let person: Person;
let admin: Person;

beforeAll(async () => {
  app = await startTestApp(
    async (database) => {
      await database.query(`INSERT INTO assets (symbol, name, position) VALUES ('BTC', 'Bitcoin', 1)`);
    },
    { RATE_LIMIT_AUTHENTICATED: '1000000/hour', PUBLIC_URL: 'https://tideline.example.org' },
  );
  person = await newPerson(app);
  const chosen = await newPerson(app);
  await app.database.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [chosen.id]);
  admin = await signIn(app, chosen.email);
});
afterAll(() => app.close());
// Who is slowed down for guessing has been told nothing of what was typed.
beforeEach(() => app.database.query('DELETE FROM sign_in_failures'));

interface Told {
  status: number;
  code: string | undefined;
  paths: string[];
}

async function post(route: string, body: string, headers: Record<string, string> = {}): Promise<Told> {
  const [method = '', path = ''] = route.split(' ');
  const who = path.startsWith('/api/v1/admin') || path.endsWith('/mode') ? admin : person;
  const answer = await fetch(`${app.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...bearer(who.accessToken), ...headers },
    body,
  });
  const text = await answer.text();
  if (answer.ok) return { status: answer.status, code: undefined, paths: [] };
  expect([route, answer.headers.get('content-type')]).toEqual([route, 'application/problem+json; charset=utf-8']);
  const problem = JSON.parse(text) as { code: string; errors?: { path: string }[] };
  return { status: answer.status, code: problem.code, paths: (problem.errors ?? []).map(({ path: at }) => at) };
}

it('knows every route that takes a body', () => {
  const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
    paths: Record<string, Record<string, { requestBody?: unknown }>>;
  };
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { requestBody }]) => requestBody !== undefined)
      .map(
        ([method]) => `${method.toUpperCase()} ${path.replace('{symbol}', 'BTC').replace('{id}', '00000000-0000-4000-8000-000000000000')}`,
      ),
  );
  expect(Object.keys(bodies).toSorted()).toEqual(documented.toSorted());
});

describe.each(routes)('$route', ({ route, body }) => {
  it('refuses fields that nobody asked for: role, status, id', async () => {
    const extra = { role: 'admin', status: 'active', id: '00000000-0000-4000-8000-000000000000', emailVerified: true };
    const sent = Array.isArray(body) ? [{ ...(body[0] as object), ...extra }] : { ...(body as object), ...extra };
    expect(await post(route, JSON.stringify(sent))).toMatchObject({ status: 400, code: 'REQUEST.INVALID' });
  });

  it.each([
    ['__proto__', { role: 'admin' }],
    ['constructor', { prototype: { role: 'admin' } }],
    ['constructor', 'x'],
    ['prototype', { role: 'admin' }],
  ])('refuses the field %s, whatever is in it (%j), at the top and within, and names it', async (field, content) => {
    const planted = `${JSON.stringify(field)}:${JSON.stringify(content)}`;
    for (const [sent, at] of plantedIn(body, planted)) {
      expect([sent, await post(route, sent)]).toEqual([sent, { status: 400, code: 'REQUEST.INVALID', paths: [`${at}${field}`] }]);
    }
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  it('refuses NUL bytes and halves of characters in each text', async () => {
    for (const { at, put } of places(body)) {
      for (const text of ['a\u0000b-c@example.org', '\ud800 half']) {
        const told = await post(route, JSON.stringify(put(text)));
        // A typed password is compared, never stored: any text may be one, and is the wrong one.
        const isTyped = /currentPassword|totp/.test(at) || (at === 'password.' && /login|step-up|email/.test(route));
        expect([at, text, told.status, isTyped && told.status !== 400 ? refused : [400]]).toEqual([
          at,
          text,
          told.status,
          expect.arrayContaining([told.status]),
        ]);
      }
    }
  });

  it.each(Object.entries(hostile))('takes %s in any text for text, or refuses it', async (_, text) => {
    for (const { at, put } of places(body)) {
      const told = await post(route, JSON.stringify(put(text)));
      expect([at, [...good, ...refused]]).toEqual([at, expect.arrayContaining([told.status])]);
    }
    expect(await app.database.query('SELECT 1 FROM users WHERE id = $1', [person.id])).toHaveLength(1);
  });

  it('refuses 10 MB with 413, and what is no JSON', async () => {
    const large = await post(route, JSON.stringify({ email: 'x'.repeat(10_000_000) }));
    expect(large).toMatchObject({ status: 413, code: 'HTTP.BODY_TOO_LARGE' });
    expect(await post(route, '{"email":')).toMatchObject({ status: 400 });
    expect(await post(route, 'null')).toMatchObject({ status: 400 });
    expect(await post(route, '"text"')).toMatchObject({ status: 400 });
    // What a form of another site can send without being asked beforehand.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect([type, await post(route, JSON.stringify(body), { 'content-type': type })]).toMatchObject([type, { status: 415 }]);
    }
  });
});

describe('attacks that need a story', () => {
  it('keeps hostile text as it is, and shows it as text in mails', async () => {
    const name = hostile['templates'] ?? '';
    const { body } = await send(app, 'PATCH', '/users/me', { displayName: name }, bearer(person.accessToken));
    expect(body).toMatchObject({ displayName: name });
    const email = newAddress();
    await send(app, 'POST', '/auth/register', { email, password: goodPassword, displayName: hostile['markup'] });
    const rows = await app.database.query<{ html: string }>('SELECT html_body AS html FROM outbox_mails WHERE recipient = $1', [email]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.html).not.toContain('<img');
  });

  it('puts its own address into mails, whatever Host the request named', async () => {
    const email = newAddress();
    const asked = { email, password: goodPassword, displayName: 'Someone' };
    const headers = { host: 'evil.example.net', 'x-forwarded-host': 'evil.example.net', forwarded: 'host=evil.example.net' };
    expect((await send(app, 'POST', '/auth/register', asked, headers)).status).toBe(202);
    const rows = await app.database.query<{ body: string }>('SELECT text_body AS body FROM outbox_mails WHERE recipient = $1', [email]);
    expect(rows[0]?.body).toContain('https://tideline.example.org/verify-email#token=');
    expect(rows[0]?.body).not.toContain('evil');
  });

  it.each([
    ['a Cyrillic a', '\u0430dmin@example.org'],
    ['full width', '\uff41dmin@example.org'],
    ['a dotless i', 'adm\u0131n@example.org'],
    ['a zero-width space', 'admin\u200b@example.org'],
    ['a soft hyphen', 'ad\u00admin@example.org'],
    ['a Cyrillic domain', 'admin@ex\u0430mple.org'],
    ['text in the other direction', '\u202eadmin@example.org'],
    ['a name and an address', 'Admin <admin@example.org>'],
    ['two addresses', 'admin@example.org,other@example.org'],
    ['two ats', 'admin@example.org@example.net'],
  ])('refuses an address with %s', async (_, email) => {
    const { status, body } = await send(app, 'POST', '/auth/register', { email, password: goodPassword, displayName: 'Someone' });
    expect([status, body['errors']]).toMatchObject([400, [{ path: 'email' }]]);
  });

  it('takes upper and lower case of an address for one account', async () => {
    const email = await register(app, newAddress());
    await send(app, 'POST', '/auth/verify-email', { token: await mailedToken(app.database, email) });
    await register(app, email.toUpperCase());
    const { id } = await signIn(app, email.toUpperCase());
    expect(await app.database.query('SELECT id FROM users WHERE lower(email) = $1', [email])).toEqual([{ id }]);
  });

  it.each([
    '/api/v1/assets?limit=1&limit=2',
    '/api/v1/assets?limit[]=1',
    '/api/v1/assets?limit=1%00',
    '/api/v1/assets?cursor=%00',
    '/api/v1/market/overview?role=admin',
    '/api/v1/users/me?role=admin',
    '/api/v1/users/me/sessions?userId=1',
    '/api/v1/market/prices?symbols=BTC&symbols=ETH',
    '/api/v1/market/candles/BTC?interval=1h&interval=1d',
    '/api/v1/assets?constructor=x',
    '/api/v1/market/overview?prototype=x',
    '/api/v1/market/candles/BTC?interval=1h&__proto__=x',
  ])('refuses polluted parameters: %s', async (path) => {
    const answer = await app.get(path, bearer(person.accessToken));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  it.each(['/api/v1/assets/%00', '/api/v1/assets/BTC%27--', '/api/v1/market/trades/..%2f..%2fetc', '/api/v1/assets/%c0%ae'])(
    'refuses a path that is no symbol: %s',
    async (path) => {
      const { status } = await app.get(path);
      expect([400, 404]).toContain(status);
    },
  );
});
