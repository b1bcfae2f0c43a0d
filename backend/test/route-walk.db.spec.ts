import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import jwt from 'jsonwebtoken';
import { userKeys } from '../src/modules/users/application/user-keys';
import { bearer, newPerson, send, signIn, type Person } from './people';
import { startTestApp, type TestApp } from './test-app';

jest.setTimeout(120_000);

type Who = 'nobody' | 'expired' | 'disabled' | 'stranger' | 'readKey' | 'owner' | 'admin' | 'adminReadKey';
const secret = 'of a test, long enough to sign with';

type Headers = Record<string, string>;

/** What each of them is told where a policy holds; 'in' stands for what the route says to who may take it. */
const told: Record<string, Record<Who, string>> = {
  anyone: all('in'),
  // What is dead counts as nothing where one comes in.
  entrance: { ...all('in'), expired: 'in', disabled: 'in' },
  // The same, told as UDF tells it: by a sentence.
  udf: {
    ...all('in'),
    expired: '401 The access token has expired; ask /api/v1/auth/refresh for another.',
    disabled: '401 This session has ended; sign in again.',
  },
  'user read': { ...all('in'), nobody: '401 AUTH.REQUIRED' },
  'user write': { ...all('in'), nobody: '401 AUTH.REQUIRED', readKey: '403 AUTH.SCOPE', adminReadKey: '403 AUTH.SCOPE' },
  person: { ...all('in'), nobody: '401 AUTH.REQUIRED', readKey: '403 AUTH.SCOPE', adminReadKey: '403 AUTH.SCOPE' },
  'person stepped up': {
    ...all('403 AUTH.STEP_UP_REQUIRED'),
    nobody: '401 AUTH.REQUIRED',
    readKey: '403 AUTH.SCOPE',
    adminReadKey: '403 AUTH.SCOPE',
  },
  'admin read': { ...all('403 AUTH.FORBIDDEN'), nobody: '401 AUTH.REQUIRED', admin: 'in', adminReadKey: 'in' },
  'admin write': { ...all('403 AUTH.FORBIDDEN'), nobody: '401 AUTH.REQUIRED', admin: 'in', adminReadKey: '403 AUTH.SCOPE' },
};

function all(said: string): Record<Who, string> {
  const dead = { expired: '401 AUTH.TOKEN_EXPIRED', disabled: '401 AUTH.SESSION_ENDED' };
  return { nobody: said, ...dead, readKey: said, adminReadKey: said, stranger: said, owner: said, admin: said };
}

/**
 * Every route of the product, who may take it, and what it says to them. Routes that need a body are sent none: 400 shows that the caller
 * got past the door. After a route with `!` everybody signs in again. Ids in paths are those of the owner: `stranger` is what they say to somebody else who may take the route.
 */
const routes = `
anyone            | GET    /api/v1/health/live                              | 200
anyone            | GET    /api/v1/health/ready                             | 200
anyone            | GET    /api/v1/health                                   | 200
entrance          | POST   /api/v1/auth/login                               | 400
entrance          | POST   /api/v1/auth/refresh                             | 401 AUTH.REFRESH_INVALID
user read         | GET    /api/v1/auth/me                                  | 200
person            | POST   /api/v1/auth/step-up                             | 400
entrance          | POST   /api/v1/auth/register                            | 400
entrance          | POST   /api/v1/auth/verify-email                        | 400
entrance          | POST   /api/v1/auth/resend-verification                 | 400
entrance          | POST   /api/v1/auth/forgot-password                     | 400
entrance          | POST   /api/v1/auth/reset-password                      | 400
entrance          | POST   /api/v1/auth/set-up                              | 400
person            | POST   /api/v1/users/me/password                        | 400
person            | POST   /api/v1/users/me/email                           | 400
person            | GET    /api/v1/users/me/sessions                        | 200
person !          | DELETE /api/v1/users/me/sessions/{session}              | 200 | 404
person !          | DELETE /api/v1/users/me/sessions                        | 200
user read         | GET    /api/v1/users/me                                 | 200
user write        | PATCH  /api/v1/users/me                                 | 400
user read         | GET    /api/v1/users/me/preferences                     | 200
user write        | PUT    /api/v1/users/me/preferences                     | 400
person stepped up | POST   /api/v1/users/me/totp                            | 403
person stepped up | DELETE /api/v1/users/me/totp                            | 403
person            | POST   /api/v1/users/me/totp/confirm                    | 400
person stepped up | POST   /api/v1/users/me/recovery-codes                  | 403
person            | GET    /api/v1/users/me/export                          | 200
person stepped up | DELETE /api/v1/users/me                                 | 403
person            | GET    /api/v1/users/me/api-keys                        | 200
person            | POST   /api/v1/users/me/api-keys                        | 400
person !          | DELETE /api/v1/users/me/api-keys/{key}                  | 200 | 404
admin read        | GET    /api/v1/admin/users                              | 200
admin read        | GET    /api/v1/admin/assets                             | 200
admin write       | POST   /api/v1/admin/assets                             | 400
admin write       | PATCH  /api/v1/admin/assets                             | 400
admin write       | PATCH  /api/v1/admin/assets/BTC                         | 400
admin read        | GET    /api/v1/admin/audit-log                          | 200
admin read        | GET    /api/v1/admin/users/{user}                       | 200
admin write       | PATCH  /api/v1/admin/users/{user}                       | 400
admin write       | POST   /api/v1/admin/users/{user}/resend-verification   | 409
admin write       | POST   /api/v1/admin/users/{user}/verification-link     | 409
admin write       | DELETE /api/v1/admin/users/{user}/sessions/{session}    | 200
admin write       | DELETE /api/v1/admin/users/{user}/api-keys/{key}        | 200
admin read        | GET    /api/v1/admin/stats                              | 200
anyone            | POST   /api/v1/market/mode                              | 400
person !          | DELETE /api/v1/users/me/api-keys                        | 200
anyone            | GET    /api/v1/assets                                   | 200
anyone            | GET    /api/v1/assets/BTC                               | 200
anyone            | GET    /api/v1/market/overview                          | 200
anyone            | GET    /api/v1/market/prices                            | 200
anyone            | GET    /api/v1/market/prices/BTC                        | 200
anyone            | GET    /api/v1/market/movers                            | 200
anyone            | GET    /api/v1/market/heatmap                           | 200
anyone            | GET    /api/v1/market/venues                            | 200
anyone            | GET    /api/v1/market/prices/BTC/history                | 200
anyone            | GET    /api/v1/market/candles/BTC                       | 200
anyone            | GET    /api/v1/market/trades/BTC-USD                    | 200
anyone            | GET    /api/v1/market/tickers/BTC-USD                   | 200
anyone            | GET    /api/v1/market/coverage/BTC                      | 200
anyone            | GET    /api/v1/market/alerts                            | 200
anyone            | GET    /api/v1/analytics/correlation                    | 200
anyone            | GET    /api/v1/analytics/correlation/pair               | 400
anyone            | GET    /api/v1/analytics/correlation/history            | 400
anyone            | GET    /api/v1/analytics/volatility                     | 200
anyone            | GET    /api/v1/analytics/indicators                     | 200
anyone            | GET    /api/v1/analytics/indicators/BTC                 | 400
anyone            | GET    /api/v1/analytics/moving-average/BTC             | 200
anyone            | GET    /api/v1/analytics/volatility/BTC                 | 200
anyone            | GET    /api/v1/analytics/screener                       | 200
udf               | GET    /udf/config                                      | 200
udf               | GET    /udf/time                                        | 200
udf               | GET    /udf/symbols                                     | 400
udf               | GET    /udf/search                                      | 200
udf               | GET    /udf/history                                     | 400
entrance !        | POST   /api/v1/auth/logout                              | 200
`
  .trim()
  .split('\n')
  .map((line) => {
    const [head = '', route = '', said = '', stranger] = line.split('|').map((part) => part.trim());
    const [method = '', path = ''] = route.split(/\s+/);
    const [policy = '', ends] = head.split(' !');
    return { policy, ends: ends !== undefined, method, path, said, stranger: stranger ?? said };
  });

const placeholder = /\{\w+\}|BTC-USD|BTC/g;
const shapeOf = (method: string, path: string): string => `${method} ${path.replace(placeholder, '{}')}`;

it('names every route of the OpenAPI document once', () => {
  const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { paths: Record<string, Record<string, unknown>> };
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => shapeOf(method.toUpperCase(), path)),
  );
  expect(routes.map(({ method, path }) => shapeOf(method, path)).sort()).toEqual(documented.sort());
});

describe('every route', () => {
  let app: TestApp;
  let credentials: Record<Who, Headers>;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    app = await startTestApp(
      async (database) => {
        await database.query(`INSERT INTO assets (symbol, name, position) VALUES ('BTC', 'Bitcoin', 1)`);
        await database.query(
          `INSERT INTO markets (venue, pair, base, quote, venue_symbol) VALUES ('kraken', 'BTC-USD', 'BTC', 'USD', 'BTC/USD')`,
        );
      },
      { JWT_SECRET: secret },
    );
    await everybodySignsIn();
  });
  afterAll(() => app.close());

  async function everybodySignsIn(): Promise<void> {
    const [owner, stranger, disabled, admin] = [await newPerson(app), await newPerson(app), await newPerson(app), await newPerson(app)];
    await app.database.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [admin.id]);
    await app.database.query(`UPDATE users SET status = 'disabled' WHERE id = $1`, [disabled.id]);
    ids['user'] = owner.id;
    ids['session'] = await otherSession(owner);
    ids['key'] = (await keyOf(owner)).id;
    credentials = {
      nobody: {},
      expired: bearer(expired(owner.accessToken)),
      disabled: bearer(disabled.accessToken),
      stranger: bearer(stranger.accessToken),
      readKey: { 'x-api-key': (await keyOf(owner)).key },
      owner: bearer(owner.accessToken),
      admin: bearer((await signIn(app, admin.email)).accessToken),
      adminReadKey: { 'x-api-key': (await keyOf(admin)).key },
    };
  }

  async function otherSession(person: Person): Promise<string> {
    await signIn(app, person.email);
    const { body } = await send(app, 'GET', '/users/me/sessions', undefined, bearer(person.accessToken));
    const other = (body['data'] as { id: string; current: boolean }[]).find(({ current }) => !current);
    return other?.id ?? '';
  }

  async function keyOf(person: Person): Promise<{ id: string; key: string }> {
    const asked = { name: 'a program', scopes: ['read'] };
    return (await send(app, 'POST', '/users/me/api-keys', asked, bearer(person.accessToken))).body as unknown as {
      id: string;
      key: string;
    };
  }

  /** The same token, an hour older, signed with the install's own key. */
  function expired(token: string): string {
    const claims = jwt.decode(token) as { iat: number; exp: number };
    const hour = 3_600;
    return jwt.sign({ ...claims, iat: claims.iat - hour, exp: claims.exp - hour }, userKeys(Buffer.from(secret)).accessToken);
  }

  async function ask({ method, path }: { method: string; path: string }, who: Who): Promise<string> {
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? randomUUID());
    const answer = await fetch(`${app.url}${address}`, { method, headers: credentials[who] });
    const text = await answer.text();
    if (answer.status !== 401 && answer.status !== 403) return String(answer.status);
    const { code, errmsg } = JSON.parse(text) as { code?: string; errmsg?: string };
    return `${answer.status} ${code ?? errmsg}`;
  }

  it.each(routes)('$method $path is for $policy', async (route) => {
    const expected = told[route.policy];
    if (expected === undefined) throw new Error(`no such policy: ${route.policy}`);
    const inside = (who: Who) => (['stranger', 'admin'].includes(who) ? route.stranger : route.said);
    for (const who of Object.keys(expected) as Who[]) {
      const said = await ask(route, who);
      expect([who, said]).toEqual([who, expected[who] === 'in' ? inside(who) : expected[who]]);
    }
    if (route.ends) await everybodySignsIn();
  });
});
