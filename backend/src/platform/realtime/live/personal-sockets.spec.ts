import { setTimeout as delay } from 'node:timers/promises';
import { notificationsSnapshot } from '@tideline/contracts';
import type { Socket } from 'socket.io-client';
import { Doors } from '../../../../test/doors';
import { connectLive, startLiveServer, subscribe, type LiveServer } from '../../../../test/live-server';
import { until } from '../../../../test/until';
import { sessionEnded } from '../../access/access.errors';
import { LivePresence } from './live-presence';
import { LiveGateway } from './live.gateway';

jest.setTimeout(60_000);

interface Heard {
  name: string;
  body: { channel?: string; seq?: number; code?: string; text?: string; expiresInMs?: number };
}
type Client = Socket & { heard: Heard[] };

const open: Socket[] = [];
let doors: Doors;
let server: LiveServer;

beforeAll(async () => {
  doors = new Doors();
  server = await startLiveServer({ identities: doors.identities, timing: { sweepMs: 20, noticeMs: 400, recheckMs: 100 } });
});
afterEach(async () => {
  doors.gate = Promise.resolve();
  for (const socket of open.splice(0)) socket.disconnect();
  await until('every socket is gone', () => server.channels.counts.sockets === 0);
  expect(server.accounts.size).toBe(0);
});
afterAll(() => server.app.close());

async function connect(auth: object = {}, transport = 'websocket'): Promise<Client> {
  const socket = await connectLive(server.url, [transport], auth);
  open.push(socket);
  const heard: Heard[] = [];
  socket.onAny((name: string, body: Heard['body']) => heard.push({ name, body }));
  return Object.assign(socket, { heard });
}

async function refusal(auth: unknown, transport = 'websocket'): Promise<unknown> {
  const error = await connectLive(server.url, [transport], auth as object).then(
    (socket) => (open.push(socket), null),
    (reason: Error & { data?: unknown }) => reason,
  );
  return error === null ? 'connected' : (error.data ?? error.message);
}

const post = (account: string, text: string) => server.inbox.post(account, { event: 'notification', key: text, body: { text } });
const told = ({ heard }: Client, name: string) => heard.filter((event) => event.name === name).map(({ body }) => body);

describe.each(['websocket', 'polling'])('connecting over %s', (transport) => {
  it('takes nobody’s socket without asking who it is', async () => {
    const before = doors.reads;
    const socket = await connect({}, transport);
    expect(await subscribe(socket, 'prices')).toMatchObject({ ok: true });
    expect(await connect({ token: null }, transport)).toMatchObject({ connected: true });
    expect(doors.reads).toBe(before);
    expect(server.app.get(LivePresence).sockets()).toEqual({ anonymous: 2, authenticated: 0 });
  });

  it('takes a token and an API key, and hears of its account', async () => {
    for (const auth of [{ token: 'alice' }, { apiKey: 'alice key' }]) {
      const socket = await connect(auth, transport);
      const ack = await subscribe(socket, 'notifications');
      if (!ack.ok) throw new Error(ack.code);
      expect(notificationsSnapshot.parse(ack.snapshot['notifications'])).toEqual({ channel: 'notifications', seq: 1 });
      post('alice', `to ${JSON.stringify(auth)}`);
      await until('it is told', () => told(socket, 'notification').length === 1);
      expect(told(socket, 'notification')).toEqual([{ channel: 'notifications', seq: 2, text: `to ${JSON.stringify(auth)}` }]);
    }
  });

  it.each([
    ['a token that nobody gave out', { token: 'mallory' }, 'AUTH.INVALID_CREDENTIAL'],
    ['an empty token', { token: '' }, 'AUTH.INVALID_CREDENTIAL'],
    ['a key that may not read', { apiKey: 'alice writer' }, 'AUTH.SCOPE'],
    ['both at once', { token: 'alice', apiKey: 'alice key' }, 'AUTH.INVALID_CREDENTIAL'],
    ['a number', { token: 5 }, 'AUTH.INVALID_CREDENTIAL'],
    ['a list', { token: ['alice'] }, 'AUTH.INVALID_CREDENTIAL'],
    ['an object', { apiKey: { $ne: '' } }, 'AUTH.INVALID_CREDENTIAL'],
    ['a token of 20,000 characters', { token: 'x'.repeat(20_000) }, 'AUTH.INVALID_CREDENTIAL'],
    ['a NUL byte', { token: 'alice\0' }, 'AUTH.INVALID_CREDENTIAL'],
    ['an inherited property', JSON.parse('{"__proto__":{"token":"alice"},"token":"nobody"}') as object, 'AUTH.INVALID_CREDENTIAL'],
  ])('refuses %s and says why', async (_title, auth, code) => {
    expect(await refusal(auth, transport)).toEqual({ code, detail: expect.any(String) as string });
  });
});

it('does not take a credential out of a prototype', async () => {
  const socket = await connect(JSON.parse('{"__proto__":{"token":"alice"}}') as object);
  expect(await subscribe(socket, 'notifications')).toMatchObject({ ok: false, code: 'AUTH.REQUIRED' });
});

it('answers a second connect packet on one connection by closing it, and asks once who it is', async () => {
  let opened = (): void => undefined;
  doors.gate = new Promise((resolve) => (opened = resolve));
  const before = doors.reads;
  const socket = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
  const { sid } = JSON.parse((await socket.text()).slice(1)) as { sid: string };
  const packet = '40/live,{"token":"alice"}';
  const at = `${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
  await fetch(at, { method: 'POST', body: Array.from({ length: 500 }, () => packet).join('\x1e') });
  opened();
  await delay(200);
  expect([doors.reads - before, server.channels.counts.sockets, server.accounts.size]).toEqual([1, 0, 0]);
  const { server: namespace } = server.app.get<unknown, { server: { _preConnectSockets: Map<string, unknown> } }>(LiveGateway);
  expect(namespace._preConnectSockets.size).toBe(0);
});

describe('a personal channel', () => {
  it('is refused to nobody’s socket, and to one that calls it by another account’s name', async () => {
    const socket = await connect();
    for (const name of ['notifications', 'portfolio', 'notifications:@alice', 'notifications:alice']) {
      expect(await subscribe(socket, name)).toMatchObject({ ok: false, code: 'AUTH.REQUIRED' });
    }
    const bob = await connect({ token: 'bob' });
    for (const name of ['notifications:@alice', 'notifications:alice', 'notifications:@bob', 'notifications of alice']) {
      expect(await subscribe(bob, name)).toMatchObject({ ok: false, code: 'LIVE.UNKNOWN_CHANNEL' });
    }
    expect(await subscribe(bob, 'portfolio')).toMatchObject({ ok: false, code: 'LIVE.NOT_AVAILABLE' });
  });

  it('brings an account’s events to all of its sockets and to nobody else’s', async () => {
    const clients = await Promise.all([{ token: 'alice' }, { apiKey: 'alice key' }, { token: 'bob' }].map((auth) => connect(auth)));
    const [first, second, stranger] = clients as [Client, Client, Client];
    for (const client of clients) await subscribe(client, 'notifications', 'prices');
    post('alice', 'for alice');
    post('bob', 'for bob');
    await until('all are told', () => clients.every((client) => told(client, 'notification').length === 1));
    await delay(300);
    const texts = [first, second, stranger].map((client) => told(client, 'notification').map(({ seq, text }) => [seq, text]));
    expect(texts).toEqual([[[2, 'for alice']], [[2, 'for alice']], [[2, 'for bob']]]);
    await stranger.emitWithAck('unsubscribe', { channels: ['notifications'] });
    post('alice', 'one more');
    await until('alice is told', () => told(first, 'notification').length === 2);
    expect(told(stranger, 'notification')).toHaveLength(1);
  });

  it('is named in the answer as it was asked for, without the account it is held under', async () => {
    const alice = await connect({ token: 'alice' });
    expect(await subscribe(alice, 'notifications', 'prices')).toMatchObject({ ok: true, channels: ['notifications', 'prices'] });
  });

  it('must say who may hear it: a kind of channels that does not is not offered', () => {
    const kind = { prefix: 'secrets', example: null, read: () => ({ name: 'secrets', open: () => undefined }) };
    expect(() => server.channels.offer(kind as never)).toThrow('the channels secrets do not say who may hear them');
  });
});

describe('time', () => {
  it('tells a socket that its credential expires, then why it is closed', async () => {
    doors.expiry.set('alice brief', Date.now() + 1_000);
    const socket = await connect({ token: 'alice brief' });
    await until('it is closed', () => !socket.connected);
    expect(socket.heard.map(({ name }) => name)).toEqual(['auth:expiring', 'auth:ended']);
    expect(socket.heard[0]?.body.expiresInMs).toBeLessThanOrEqual(400);
    expect(socket.heard[0]?.body.expiresInMs).toBeGreaterThan(0);
    expect(socket.heard[1]?.body.code).toBe('AUTH.TOKEN_EXPIRED');
    expect(Date.now()).toBeGreaterThanOrEqual(doors.expiry.get('alice brief') ?? Infinity);
  });

  it('goes on with a fresh credential of the same account, and hears on', async () => {
    doors.expiry.set('alice first', Date.now() + 700);
    doors.expiry.set('alice second', Date.now() + 60_000);
    const socket = await connect({ token: 'alice first' });
    await subscribe(socket, 'notifications');
    await until('it is told', () => told(socket, 'auth:expiring').length === 1);
    const expiresAt = new Date(doors.expiry.get('alice second') ?? 0).toISOString();
    expect(await socket.emitWithAck('authenticate', { token: 'alice second' })).toEqual({ ok: true, expiresAt });
    await delay(900);
    post('alice', 'still here');
    await until('it is told', () => told(socket, 'notification').length === 1);
    expect(told(socket, 'notification')[0]?.seq).toBe(2);
    expect(told(socket, 'auth:ended')).toEqual([]);
  });

  it.each([
    ['of another account', { token: 'bob' }, 'AUTH.OTHER_ACCOUNT'],
    ['that nobody gave out', { token: 'mallory' }, 'AUTH.INVALID_CREDENTIAL'],
    ['of a key that may not read', { apiKey: 'alice writer' }, 'AUTH.SCOPE'],
    ['that is missing', {}, 'AUTH.INVALID_CREDENTIAL'],
    ['that is a list', [['alice']], 'AUTH.INVALID_CREDENTIAL'],
  ])('does not take a credential %s; the socket stays as it was', async (_title, auth, code) => {
    const socket = await connect({ token: 'alice' });
    await subscribe(socket, 'notifications');
    expect(await socket.emitWithAck('authenticate', auth)).toEqual({ ok: false, code, detail: expect.any(String) as string });
    post('bob', 'for bob');
    post('alice', 'for alice');
    await until('it is told', () => told(socket, 'notification').length === 1);
    expect(told(socket, 'notification')[0]?.text).toBe('for alice');
  });

  it('does not let nobody’s socket become somebody’s', async () => {
    const socket = await connect();
    expect(await socket.emitWithAck('authenticate', { token: 'alice' })).toMatchObject({ ok: false, code: 'AUTH.REQUIRED' });
    expect(await subscribe(socket, 'notifications')).toMatchObject({ ok: false, code: 'AUTH.REQUIRED' });
  });

  it('closes within 1 s what ended without any news of it', async () => {
    const socket = await connect({ token: 'alice forgotten' });
    doors.ended.set('alice forgotten', sessionEnded());
    const endedAt = Date.now();
    await until('it is closed', () => !socket.connected);
    expect(Date.now() - endedAt).toBeLessThan(1_000);
    expect(told(socket, 'auth:ended')).toMatchObject([{ code: 'AUTH.SESSION_ENDED' }]);
  });

  it('reads the credentials of 40 sockets again together, not one after the other, and closes only what has ended', async () => {
    const tokens = Array.from({ length: 40 }, (_, n) => `alice ${n}`);
    const sockets = await Promise.all(tokens.map((token) => connect({ token })));
    let opened = (): void => undefined;
    doors.gate = new Promise((resolve) => (opened = resolve));
    const before = doors.reads;
    doors.ended.set('alice 7', sessionEnded());
    await until('all are being read while none has been answered', () => doors.reads >= before + 40);
    opened();
    await until('it is closed', () => sockets[7]?.connected === false);
    doors.ended.delete('alice 7');
    expect(sockets.filter(({ connected }) => connected)).toHaveLength(39);
  });

  it('keeps a socket whose credential cannot be read for a while', async () => {
    const socket = await connect({ token: 'alice patient' });
    const before = doors.reads;
    doors.ended.set('alice patient', new Error('the database is away'));
    await until('it was read again', () => doors.reads > before + 2);
    doors.ended.delete('alice patient');
    expect([socket.connected, socket.heard]).toEqual([true, []]);
  });
});

describe('an end', () => {
  const reason = { code: 'AUTH.SESSION_ENDED', detail: 'It has ended.' };

  it('closes what it concerns, with the reason, and nothing else', async () => {
    const [ended, other, stranger] = await Promise.all(['alice one', 'alice two', 'bob'].map((token) => connect({ token })));
    await subscribe(ended as Client, 'notifications');
    server.accounts.end('alice', ({ sessionId }) => sessionId === 'alice one', reason);
    post('alice', 'too late');
    await until('it is closed', () => ended?.connected === false);
    expect(ended?.heard).toEqual([{ name: 'auth:ended', body: reason }]);
    expect([other?.connected, stranger?.connected]).toEqual([true, true]);
    expect([server.accounts.socketsOf('alice'), server.accounts.socketsOf('bob')]).toEqual([1, 1]);
  });

  it('also reaches a socket that was being opened when it came', async () => {
    // Here nothing is read again by itself.
    const calm = await startLiveServer({ identities: doors.identities });
    let opened = (): void => undefined;
    doors.gate = new Promise((resolve) => (opened = resolve));
    const before = doors.reads;
    const late = connectLive(calm.url, ['websocket'], { token: 'alice late' });
    await until('it is being read', () => doors.reads > before);
    doors.ended.set('alice late', sessionEnded());
    calm.accounts.end('alice', () => true, reason);
    opened();
    const socket = await late;
    await until('it is closed', () => !socket.connected);
    expect([doors.reads - before, calm.accounts.size]).toEqual([2, 0]);
    await calm.app.close();
  });
});

it('has at most 100 sockets for one account; the 101st is told so', async () => {
  await Promise.all(Array.from({ length: 100 }, () => connect({ token: 'crowd' })));
  expect(await refusal({ token: 'crowd' })).toMatchObject({ code: 'LIVE.TOO_MANY_CONNECTIONS' });
  expect(await connect({ token: 'alice' })).toMatchObject({ connected: true });
  open[0]?.disconnect();
  await until('there is room', () => server.accounts.socketsOf('crowd') === 99);
  expect(await connect({ token: 'crowd' })).toMatchObject({ connected: true });
});
