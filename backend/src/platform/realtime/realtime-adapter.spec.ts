import { connectLive, startLiveServer, subscribe, type LiveServer } from '../../../test/live-server';

const other = 'https://other.example';
let server: LiveServer;

beforeAll(async () => {
  server = await startLiveServer({ CORS_ORIGINS: [other], PUBLIC_URL: 'https://tideline.example/app' });
});
afterAll(() => server.app.close());

const handshake = (headers: Record<string, string>, query = 'EIO=4&transport=polling') =>
  fetch(`${server.url}/socket.io/?${query}`, { headers });

it.each([
  ['no Origin, as programs send', undefined, 200],
  ['an allowed origin', other, 200],
  ['the public address', 'https://tideline.example', 200],
  ['a stranger', 'https://evil.example', 403],
  ['a look-alike of the allowed origin', 'https://other.example.evil.example', 403],
  ['an opaque origin', 'null', 403],
])('answers a handshake from %s', async (_title, origin, status) => {
  const answer = await handshake(origin === undefined ? {} : { Origin: origin });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin === other ? other : null);
});

it('answers a handshake from our own page, whatever its host is called', async () => {
  const { host } = new URL(server.url);
  expect((await handshake({ Origin: `http://${host}` })).status).toBe(200);
  expect((await handshake({ Origin: `http://${host}0` })).status).toBe(403);
});

it('refuses a WebSocket from a stranger and takes one from a program', async () => {
  const { WebSocket } = await import('ws');
  const address = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const opened = (origin?: string) =>
    new Promise<boolean>((resolve) => {
      const socket = new WebSocket(address, { origin });
      socket.once('message', () => (resolve(true), socket.terminate()));
      socket.once('error', () => resolve(false));
    });
  expect([await opened('https://evil.example'), await opened(other), await opened()]).toEqual([false, true, true]);
});

it('leaves the other routes of the server alone', async () => {
  expect((await fetch(`${server.url}/nothing-here`)).status).toBe(404);
});

it('has no namespace but /live to listen to', async () => {
  await expect(connectLive(`${server.url}/elsewhere`)).rejects.toThrow('Invalid namespace');
});

it('serves, and ends within 2 s, while Redis cannot be reached', async () => {
  const alone = await startLiveServer({ REDIS_URL: 'redis://127.0.0.1:1' });
  const socket = await connectLive(alone.url);
  expect(await subscribe(socket, 'prices')).toMatchObject({ ok: true });
  const started = performance.now();
  await alone.app.close();
  expect(performance.now() - started).toBeLessThan(2_000);
  socket.disconnect();
});

it.each([32_769, 10_000_000])('tells why before it closes a connection for a message of %d bytes; others stay', async (bytes) => {
  const witness = await connectLive(server.url);
  const socket = await connectLive(server.url);
  const heard: unknown[] = [];
  socket.on('live:error', (error: unknown) => heard.push(error));
  const closed = new Promise((resolve) =>
    socket.once('disconnect', (_reason, details) => resolve((details as { context?: { code: number } }).context?.code)),
  );
  socket.emit('subscribe', { channels: ['x'.repeat(bytes)] });
  expect(await closed).toBe(1009);
  expect(heard).toEqual([{ code: 'LIVE.MESSAGE_TOO_LARGE', detail: 'a message may have 32768 bytes' }]);
  expect(await subscribe(witness, 'prices')).toMatchObject({ ok: true });
  witness.disconnect();
});

it('takes a message of just under 32,768 bytes', async () => {
  const socket = await connectLive(server.url);
  const channels = ['x'.repeat(32_000)];
  expect(await socket.emitWithAck('subscribe', { channels })).toMatchObject({ ok: false, code: 'LIVE.BAD_REQUEST' });
  socket.disconnect();
});

it('answers a message over the limit with 413 where the client polls', async () => {
  const [, text = ''] = (await (await handshake({})).text()).split(/^0/);
  const { sid } = JSON.parse(text) as { sid: string };
  const address = `${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
  const answer = await fetch(address, { method: 'POST', body: `4${'x'.repeat(40_000)}`, headers: { 'content-type': 'text/plain' } });
  expect(answer.status).toBe(413);
});
