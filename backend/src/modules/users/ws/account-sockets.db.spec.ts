import { hkdfSync } from 'node:crypto';
import { accountEvent } from '@tideline/contracts';
import jwt from 'jsonwebtoken';
import type { Socket } from 'socket.io-client';
import { connectLive, subscribe } from '../../../../test/live-server';
import { bearer, newPerson, refreshWith, send, signIn, type Person } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { until } from '../../../../test/until';
import { Identities } from '../../../platform/access/identities';
import { Database } from '../../../platform/database/database';

jest.setTimeout(60_000);

const minute = 60_000;
const realNow = Date.now.bind(Date);
const secret = Buffer.from('y'.repeat(32));
let shiftMs = 0;
let app: TestApp;
let alice: Person;
const open: Socket[] = [];

beforeAll(async () => {
  app = await startTestApp(undefined, { JWT_SECRET: String(secret), RATE_LIMIT_AUTHENTICATED: '1000000/hour' });
  app.app.get(Identities).offerStepUp((token) => token === 'it is me');
  alice = await newPerson(app);
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + shiftMs);
});
afterEach(() => {
  shiftMs = 0;
  for (const socket of open.splice(0)) socket.disconnect();
});
afterAll(async () => {
  jest.restoreAllMocks();
  await app.close();
});

interface Heard {
  name: string;
  body: { code?: string; expiresInMs?: number };
}
type Client = Socket & { heard: Heard[] };

async function connect(auth: object): Promise<Client> {
  const socket = await connectLive(app.url, ['websocket'], auth);
  open.push(socket);
  // The client takes a clock that jumps for a laptop that slept, and would leave.
  Object.assign(socket.io.engine, { _pingTimeoutTime: Infinity });
  const heard: Heard[] = [];
  socket.onAny((name: string, body: Heard['body']) => heard.push({ name, body }));
  return Object.assign(socket, { heard });
}

/** The code that a connection is refused with. */
async function refusal(auth: object): Promise<string | undefined> {
  const opened = connectLive(app.url, ['websocket'], auth).then((socket) => void open.push(socket));
  const error = await opened.then(
    () => null,
    (reason: { data?: { code: string; detail: string } }) => reason,
  );
  return error === null ? 'connected' : error.data?.code;
}

/** Resolves with the reason that a socket was closed for, and how long that took after `from`. */
async function closed(socket: Client, from: number): Promise<{ code: string | undefined; withinMs: number }> {
  await until('it is closed', () => !socket.connected, 10_000, 5);
  return { code: socket.heard.find(({ name }) => name === 'auth:ended')?.body.code, withinMs: realNow() - from };
}

async function newKey(by: Person, more: Record<string, unknown> = {}): Promise<{ id: string; key: string }> {
  const { body } = await send(app, 'POST', '/users/me/api-keys', { name: 'Bot', scopes: ['read'], ...more }, { ...bearer(by.accessToken) });
  return { id: String(body['id']), key: String(body['key']) };
}

const sessionOf = (person: Pick<Person, 'accessToken'> | undefined) => (jwt.decode(person?.accessToken ?? '') as { sid: string }).sid;

it('opens with an access token or an API key, and with nothing else that somebody may have', async () => {
  const { key } = await newKey(alice);
  expect(await subscribe(await connect({ token: alice.accessToken }), 'notifications')).toMatchObject({ ok: true });
  expect(await subscribe(await connect({ apiKey: key }), 'notifications')).toMatchObject({ ok: true });
  const signing = Buffer.from(hkdfSync('sha256', secret, '', 'tideline access token', 32));
  const claims = jwt.decode(alice.accessToken) as Record<string, unknown>;
  const past = Math.floor(realNow() / 1000) - 60;
  const attacks: [object, string][] = [
    [{ token: jwt.sign(claims, signing) }, 'connected'],
    [{ token: jwt.sign(claims, '', { algorithm: 'none' }) }, 'AUTH.INVALID_CREDENTIAL'],
    [{ token: jwt.sign(claims, signing, { algorithm: 'HS512' }) }, 'AUTH.INVALID_CREDENTIAL'],
    [{ token: jwt.sign(claims, secret) }, 'AUTH.INVALID_CREDENTIAL'],
    [{ token: jwt.sign({ ...claims, typ: 'step-up' }, signing) }, 'AUTH.INVALID_CREDENTIAL'],
    [{ token: jwt.sign({ ...claims, aud: 'someone-else' }, signing) }, 'AUTH.INVALID_CREDENTIAL'],
    [{ token: jwt.sign({ ...claims, iat: past - 900, exp: past }, signing) }, 'AUTH.TOKEN_EXPIRED'],
    [{ token: jwt.sign({ ...claims, exp: Number(claims['exp']) + 86_400 }, signing) }, 'AUTH.TOKEN_EXPIRED'],
    [{ token: alice.refreshToken }, 'AUTH.INVALID_CREDENTIAL'],
    [{ token: key }, 'AUTH.INVALID_CREDENTIAL'],
    [{ apiKey: alice.accessToken }, 'AUTH.INVALID_CREDENTIAL'],
    [{ apiKey: `${key}x` }, 'AUTH.INVALID_CREDENTIAL'],
    [{ token: 'garbage' }, 'AUTH.INVALID_CREDENTIAL'],
    [{ token: '🌊'.repeat(3_000) }, 'AUTH.INVALID_CREDENTIAL'],
    [{ token: `${alice.accessToken}\0` }, 'AUTH.INVALID_CREDENTIAL'],
  ];
  const answers = await Promise.all(attacks.map(([auth]) => refusal(auth)));
  expect(answers).toEqual(attacks.map(([, code]) => code));
});

describe('closes within 1 s, and says why,', () => {
  it('the sockets of a session that is ended on another device, and no others', async () => {
    const phone = await signIn(app, alice.email);
    const [here, there] = [await connect({ token: alice.accessToken }), await connect({ token: phone.accessToken })];
    const { sid } = jwt.decode(phone.accessToken) as { sid: string };
    const from = realNow();
    await send(app, 'DELETE', `/users/me/sessions/${sid}`, undefined, bearer(alice.accessToken));
    const { code, withinMs } = await closed(there, from);
    expect(code).toBe('AUTH.SESSION_ENDED');
    expect(withinMs).toBeLessThan(1_000);
    expect(here.connected).toBe(true);
    expect(await refusal({ token: phone.accessToken })).toBe('AUTH.SESSION_ENDED');
  });

  it('those of who signs out', async () => {
    const phone = await signIn(app, alice.email);
    const socket = await connect({ token: phone.accessToken });
    const from = realNow();
    await send(app, 'POST', '/auth/logout', undefined, refreshWith(phone.refreshToken));
    const { code, withinMs } = await closed(socket, from);
    expect(code).toBe('AUTH.SESSION_ENDED');
    expect(withinMs).toBeLessThan(1_000);
  });

  it('those of a key that is revoked; the session’s stay', async () => {
    const { id, key } = await newKey(alice);
    const [bot, page] = [await connect({ apiKey: key }), await connect({ token: alice.accessToken })];
    const from = realNow();
    await send(app, 'DELETE', `/users/me/api-keys/${id}`, undefined, bearer(alice.accessToken));
    const { code, withinMs } = await closed(bot, from);
    expect(code).toBe('AUTH.KEY_REVOKED');
    expect(withinMs).toBeLessThan(1_000);
    expect(page.connected).toBe(true);
    expect(await refusal({ apiKey: key })).toBe('AUTH.KEY_REVOKED');
  });

  it('all of an account that is switched off; nothing opens again', async () => {
    const bob = await newPerson(app);
    const { key } = await newKey(bob);
    const sockets = [await connect({ token: bob.accessToken }), await connect({ apiKey: key })];
    const witness = await connect({ token: alice.accessToken });
    await app.database.query(`UPDATE users SET status = 'disabled' WHERE id = $1`, [bob.id]);
    const from = realNow();
    app.bridge.publish('users.changed', { userId: bob.id });
    for (const socket of sockets) {
      const { code, withinMs } = await closed(socket, from);
      expect(code).toBe('AUTH.ACCOUNT_CHANGED');
      expect(withinMs).toBeLessThan(1_000);
    }
    expect(witness.connected).toBe(true);
    expect(await Promise.all([refusal({ token: bob.accessToken }), refusal({ apiKey: key })])).toEqual([
      'AUTH.SESSION_ENDED',
      'AUTH.ACCOUNT_DISABLED',
    ]);
  });
});

it('tells 45 s before the access token expires, goes on with the next, and closes when that has expired', async () => {
  const person = await signIn(app, alice.email);
  const socket = await connect({ token: person.accessToken });
  shiftMs = 14 * minute + 20_000;
  await until('it is told', () => socket.heard.length === 1);
  expect(socket.heard[0]).toMatchObject({ name: 'auth:expiring' });
  expect(socket.heard[0]?.body.expiresInMs).toBeLessThanOrEqual(40_000);
  const { body } = await send(app, 'POST', '/auth/refresh', undefined, refreshWith(person.refreshToken));
  expect(await socket.emitWithAck('authenticate', { token: body.accessToken })).toMatchObject({ ok: true });
  shiftMs = 16 * minute;
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect([socket.connected, socket.heard.length]).toEqual([true, 1]);
  shiftMs = 30 * minute;
  expect(await closed(socket, realNow())).toMatchObject({ code: 'AUTH.TOKEN_EXPIRED' });
});

it('closes what a key has opened when the key expires', async () => {
  const { key } = await newKey(alice, { expiresAt: new Date(realNow() + 60 * minute).toISOString() });
  const bot = await connect({ apiKey: key });
  shiftMs = 61 * minute;
  expect(await closed(bot, realNow())).toMatchObject({ code: 'AUTH.KEY_EXPIRED' });
});

it('reads 20 sessions and 20 keys that are asked for together with one query each, and one that has ended is refused', async () => {
  const keys = [];
  const people = [await newPerson(app), await newPerson(app)];
  for (const person of people) for (let n = 0; n < 10; n += 1) keys.push(await newKey(person));
  const sessions = [];
  for (let n = 0; n < 20; n += 1) sessions.push(await signIn(app, alice.email));
  await app.database.query(`UPDATE sessions SET ended_at = now() WHERE id = $1`, [sessionOf(sessions[3])]);
  await app.database.query('UPDATE api_keys SET revoked_at = now() WHERE id = $1', [keys[5]?.id]);
  const query = jest.spyOn(app.app.get(Database), 'query');
  const identities = app.app.get(Identities);
  const told = await Promise.allSettled([
    ...sessions.map(async ({ accessToken }) => identities.identifyBy({ token: accessToken })),
    ...keys.map(async ({ key }) => identities.identifyBy({ key })),
  ]);
  const asked = query.mock.calls.map(([sql]) => sql).filter((sql) => sql.startsWith('SELECT'));
  query.mockRestore();
  expect(asked.filter((sql) => sql.includes('FROM sessions'))).toHaveLength(1);
  expect(asked.filter((sql) => sql.includes('FROM api_keys'))).toHaveLength(1);
  const refused = told.flatMap((one, n) => (one.status === 'rejected' ? [[n, (one.reason as { code: string }).code]] : []));
  expect(refused).toEqual([
    [3, 'AUTH.SESSION_ENDED'],
    [25, 'AUTH.KEY_REVOKED'],
  ]);
});

it('tells every device of an account that its preferences changed, and nobody else', async () => {
  const phone = await signIn(app, alice.email);
  const stranger = await newPerson(app);
  const clients = await Promise.all([alice, phone, stranger].map(({ accessToken }) => connect({ token: accessToken })));
  for (const client of clients) await subscribe(client, 'notifications');
  const { body } = await send(app, 'GET', '/users/me/preferences', undefined, bearer(alice.accessToken));
  const changed = await send(app, 'PUT', '/users/me/preferences', { ...body, theme: 'dark' }, bearer(alice.accessToken));
  expect(changed.status).toBe(200);
  const [here, there, elsewhere] = clients as [Client, Client, Client];
  await until('both are told', () => [here, there].every(({ heard }) => heard.length === 1));
  for (const { heard } of [here, there]) {
    expect(heard[0]?.name).toBe('account');
    expect(accountEvent.parse(heard[0]?.body)).toEqual({ channel: 'notifications', seq: 2, changed: ['profile', 'preferences'] });
  }
  expect(elsewhere.heard).toEqual([]);
});
