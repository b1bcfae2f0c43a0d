import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { connectLive, startLiveServer, subscribe, type LiveServer } from '../../../../test/live-server';
import { until } from '../../../../test/until';
import { Identities } from '../../access/identities';

jest.setTimeout(60_000);

const open: Socket[] = [];
let server: LiveServer;
let witness: Socket;
let told = 0;

beforeAll(async () => {
  const identities = new Identities();
  const identity = { kind: 'account', role: 'user', scopes: ['read'], sessionId: 's1', keyId: null, expiresAt: null } as const;
  identities.offer('bearer', (token) => ({ ...identity, accountId: token }));
  server = await startLiveServer({ identities });
  witness = await connectLive(server.url, ['websocket'], { token: 'witness' });
  await subscribe(witness, 'notifications');
  witness.on('notification', () => (told += 1));
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.disconnect();
  const before = told;
  server.inbox.post('witness', { event: 'notification', key: 'still', body: { text: 'still served' } });
  await until('the witness is served', () => told === before + 1);
  await until('the others are gone', () => server.channels.counts.sockets === 1);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
afterAll(async () => {
  witness.disconnect();
  await server.app.close();
});

async function connect(): Promise<Socket> {
  const socket = await connectLive(server.url, ['websocket'], { token: 'mallory' });
  open.push(socket);
  return socket;
}

const parsed = (text: string) => JSON.parse(text) as unknown;

it.each([
  ['subscribe', parsed('{"__proto__":{"channels":["prices"]}}')],
  ['subscribe', parsed('{"channels":["prices"],"__proto__":{"who":"anyone"}}')],
  ['subscribe', parsed('{"channels":{"0":"prices","length":1}}')],
  ['subscribe', parsed('{"constructor":{"prototype":{"channels":["prices"]}}}')],
  ['subscribe', { channels: [['prices']] }],
  ['subscribe', { channels: [{ toString: 'prices' }] }],
  ['subscribe', Buffer.from('{"channels":["prices"]}')],
  ['subscribe', { channels: [Buffer.from('prices')] }],
  ['unsubscribe', { channels: null }],
])('answers %s %j with LIVE.BAD_REQUEST', async (event, request) => {
  const socket = await connect();
  expect(await socket.timeout(5_000).emitWithAck(event, request)).toMatchObject({ ok: false, code: 'LIVE.BAD_REQUEST' });
  expect(socket.connected).toBe(true);
});

it.each(['prices\0', '\0notifications', 'price:\0', 'notifications:', '__proto__', 'constructor:BTC', 'notifications\u2028', '%00'])(
  'knows no channel %j',
  async (name) => {
    expect(await subscribe(await connect(), name)).toMatchObject({ ok: false, code: 'LIVE.UNKNOWN_CHANNEL' });
  },
);

it.each([
  ['a NUL byte', { token: '\0'.repeat(10) }],
  ['bytes', { token: Buffer.from('mallory') }],
  ['nothing of ours', parsed('{"__proto__":{"token":"mallory"}}')],
  ['a list', ['mallory']],
])('does not renew by %s', async (_title, credentials) => {
  const socket = await connect();
  expect(await socket.timeout(5_000).emitWithAck('authenticate', credentials)).toMatchObject({ ok: false });
  expect(await subscribe(socket, 'notifications')).toMatchObject({ ok: true });
});

it('closes a socket that asks for 6,000 channels in one message, and says why', async () => {
  const socket = await connect();
  const heard: unknown[] = [];
  socket.on('live:error', (error: unknown) => heard.push(error));
  socket.emit('subscribe', { channels: Array.from({ length: 6_000 }, () => 'a') }, () => undefined);
  await until('it is closed', () => !socket.connected);
  expect(heard).toMatchObject([{ code: 'LIVE.TOO_MANY_REQUESTS' }]);
});

it.each([
  [
    '10,000 channels, more than 32 kB',
    (socket: Socket) => socket.emit('subscribe', { channels: Array.from({ length: 10_000 }, () => 'aaa') }),
  ],
  ['a message of 1 MB', (socket: Socket) => socket.emit('subscribe', 'x'.repeat(1_000_000))],
  ['bytes that are no packet', (socket: Socket) => socket.io.engine.write(Buffer.from([0xff, 0xfe, 0x00]) as never)],
  ['an event with more bytes promised than sent', (socket: Socket) => socket.io.engine.write('599999999999-/live,["subscribe"]')],
])('closes a socket that sends %s', async (_title, attack) => {
  const socket = await connect();
  attack(socket);
  await until('it is closed', () => !socket.connected);
});

it('reads no more than 50 credentials at once from one socket', async () => {
  const socket = await connect();
  let answers = 0;
  for (let i = 0; i < 80; i += 1) socket.emit('authenticate', { token: 'other' }, () => (answers += 1));
  await until('it is closed', () => !socket.connected);
  await delay(50);
  expect(answers).toBeLessThanOrEqual(55);
});
