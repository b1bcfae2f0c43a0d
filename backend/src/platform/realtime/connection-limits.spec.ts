import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { connectLive, startLiveServer, subscribe, type LiveServer } from '../../../test/live-server';
import { until } from '../../../test/until';

jest.setTimeout(60_000);

const limits = { open: 5, connectsPerMinute: 20, messages: 300, messagesMs: 60_000 };
const opened: Socket[] = [];
let server: LiveServer;

beforeAll(async () => {
  server = await startLiveServer({ TRUST_PROXY: 'loopback', limits });
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.disconnect();
});
afterAll(() => server.app.close());

const from = (address: string) => ({ 'x-forwarded-for': address });

async function connect(address: string, transport = 'websocket'): Promise<Socket> {
  const socket = await connectLive(server.url, [transport], {}, from(address));
  opened.push(socket);
  return socket;
}

const handshake = async (address: string): Promise<[number, string]> => {
  const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers: from(address) });
  return [answer.status, await answer.text()];
};

it.each(['websocket', 'polling'])(
  'opens 5 connections of one address over %s at once, and a sixth when one has gone',
  async (transport) => {
    const address = transport === 'polling' ? '198.51.100.7' : '2001:db8:1:2::7';
    const neighbour = transport === 'polling' ? '198.51.100.8' : '2001:db8:1:3::7';
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => connect(address, transport)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await connect(neighbour, transport)).toMatchObject({ connected: true });
    opened[0]?.disconnect();
    const other = transport === 'polling' ? '198.51.100.9' : '2001:db8:1:4::7';
    for (let i = 0; i < 5; i += 1) await connect(other, transport);
    const [status, text] = await handshake(other);
    expect([status, text]).toEqual([403, expect.stringContaining('LIVE.TOO_MANY_CONNECTIONS: at most 5 connections')]);
    opened.at(-1)?.disconnect();
    await until('there is room', () => handshake(other).then(([code]) => code === 200), 5_000, 200);
  },
);

it('takes 20 connections a minute from one address, then says why it takes no more', async () => {
  const answers: [number, string][] = [];
  for (let i = 0; i < 21; i += 1) {
    const socket = await connectLive(server.url, ['websocket'], {}, from('203.0.113.5')).catch(() => null);
    socket?.disconnect();
    if (socket === null) answers.push(await handshake('203.0.113.5'));
    else await until('it has left', () => server.channels.counts.sockets === 0, 5_000, 5);
  }
  expect(answers).toEqual([[403, expect.stringContaining('LIVE.TOO_MANY_CONNECTIONS: more than 20 connections a minute')]]);
});

it('does not count connections of this machine', async () => {
  const sockets = await Promise.all(Array.from({ length: 30 }, () => connect('127.0.0.1')));
  expect(sockets.every(({ connected }) => connected)).toBe(true);
});

it.each([
  ['acknowledgements that nobody asked for', '43/live,7[]'],
  ['heartbeats', '3'],
])('closes a connection that sends 300 %s in a minute, and says why', async (_title, packet) => {
  const witness = await connect('192.0.2.1');
  const socket = await connect('192.0.2.2');
  const heard: unknown[] = [];
  socket.on('live:error', (error: unknown) => heard.push(error));
  const write = (times: number) => {
    for (let i = 0; i < times; i += 1) (socket.io.engine as unknown as { transport: { ws: WebSocket } }).transport.ws.send(packet);
  };
  write(290);
  await delay(300);
  expect(socket.connected).toBe(true);
  write(20);
  await until('it is closed', () => !socket.connected);
  expect(heard).toEqual([{ code: 'LIVE.TOO_MANY_REQUESTS', detail: 'more than 300 messages in 60 s' }]);
  expect(await subscribe(witness, 'prices')).toMatchObject({ ok: true });
});

it('has no socket for who only asks for the root namespace', async () => {
  const root = io(server.url, { transports: ['websocket'], reconnection: false, forceNew: true });
  opened.push(root);
  const error = await new Promise<Error>((resolve) => root.once('connect_error', resolve));
  expect(error.message).toBe('Invalid namespace');
});
