import { setTimeout as delay } from 'node:timers/promises';
import type { CandleEvent, PricesEvent, TradesEvent } from '@tideline/contracts';
import type { Socket } from 'socket.io-client';
import { AppProcess, buildApp } from './faults/app-process';
import { connectLive, subscribe } from './live-server';
import { onServer } from './database-server';
import { bearer, goodPassword, refreshWith, send, signIn } from './people';
import { openTestDatabase } from './test-database';
import { until } from './until';

jest.setTimeout(180_000);

const redisUrl = process.env['TEST_REDIS_URL'];
const started: AppProcess[] = [];

beforeAll(buildApp, 120_000);
afterEach(async () => {
  await Promise.all(started.splice(0).map((app) => app.stop()));
});

async function start(environment: Record<string, string>): Promise<AppProcess> {
  const app = new AppProcess({ MARKET_MODE: 'simulated', JWT_SECRET: 'x'.repeat(32), ...environment });
  started.push(app);
  await app.start();
  return app;
}

it('refuses to be one of several processes without Redis, in one line', async () => {
  await expect(start({ ROLES: 'api' })).rejects.toThrow('REDIS_URL=redis://localhost:6379');
});

/** What a client of one API process heard. */
interface Heard {
  socket: Socket;
  tradeIds: Set<string>;
  /** Closes by opening time, as last told. */
  candles: Map<number, number>;
  seqs: Map<string, number[]>;
}

async function listen({ url }: AppProcess): Promise<Heard> {
  const socket = await connectLive(url);
  const heard: Heard = { socket, tradeIds: new Set(), candles: new Map(), seqs: new Map() };
  socket.onAny((_name: string, event: PricesEvent | TradesEvent | CandleEvent) => {
    heard.seqs.set(event.channel, [...(heard.seqs.get(event.channel) ?? []), event.seq]);
    if ('pair' in event) for (const { venue, tradeId } of event.items) heard.tradeIds.add(`${venue} ${tradeId}`);
    if ('candle' in event && event.candle !== null) heard.candles.set(event.candle[0], event.candle[4]);
  });
  const ack = await subscribe(socket, 'prices', 'trades:BTC-USD', 'candles:BTC:1m');
  if (!ack.ok) throw new Error(ack.detail);
  return heard;
}

if (redisUrl === undefined) {
  process.stdout.write('skipped: several processes over Redis (TEST_REDIS_URL is unset)\n');
} else {
  it('serves one stream from two API processes, and another ingest process takes over after kill -9 of the leader', async () => {
    const database = await openTestDatabase();
    const shared = { DATABASE_URL: database.url, REDIS_URL: redisUrl };
    const leader = await start({ ...shared, ROLES: 'ingest' });
    const others = await Promise.all(['ingest', 'api', 'api'].map((ROLES) => start({ ...shared, ROLES })));
    const [left, right] = (await Promise.all(others.slice(1).map(listen))) as [Heard, Heard];
    await until('trades at both', () => left.tradeIds.size > 50 && right.tradeIds.size > 50, 60_000);

    // Both began to listen within moments of each other; from the later beginning on, they must have heard the same.
    const common = [...left.tradeIds].filter((id) => right.tradeIds.has(id));
    const from = [left, right].map(({ tradeIds }) => [...tradeIds].slice([...tradeIds].indexOf(common[0] ?? '')));
    const beginnings = from.map((ids) => new Set(ids.slice(0, 40)));
    expect([...(beginnings[0] ?? [])].filter((id) => !right.tradeIds.has(id))).toEqual([]);
    expect([...(beginnings[1] ?? [])].filter((id) => !left.tradeIds.has(id))).toEqual([]);

    await leader.kill();
    const killedAt = Date.now();
    // What the leader still said is on its way for a moment.
    await delay(1_000);
    const known = [left, right].map(({ tradeIds }) => tradeIds.size);
    await until(
      'trades of the new leader',
      () => [left, right].every(({ tradeIds }, index) => tradeIds.size > (known[index] ?? 0)),
      20_000,
    );
    const tookMs = Date.now() - killedAt;
    process.stdout.write(`many processes: trades again ${tookMs} ms after kill -9 of the leading ingest process\n`);
    expect(tookMs).toBeLessThan(15_000);
    for (const { seqs, socket } of [left, right]) {
      for (const numbers of seqs.values()) expect(numbers).toEqual(numbers.map((_, index) => 2 + index));
      socket.disconnect();
    }
    await Promise.all(started.splice(0).map((app) => app.stop()));
    await onServer(database.url, `DROP DATABASE ${new URL(database.url).pathname.slice(1)}_sim WITH (FORCE)`);
  });

  it('closes the sockets of a session that ends within 1 s in the other process, too, and tells devices of one account across both', async () => {
    const database = await openTestDatabase();
    const [email, password] = ['admin@tideline.example', goodPassword];
    const shared = { DATABASE_URL: database.url, REDIS_URL: redisUrl, ADMIN_EMAIL: email, ADMIN_PASSWORD: password };
    const first = await start({ ...shared, ROLES: 'ingest,api' });
    const second = await start({ ...shared, ROLES: 'api' });
    const phone = await signIn(first, email, password);
    const laptop = await signIn(first, email, password);
    const [near, far, other] = await Promise.all([
      connectLive(first.url, ['websocket'], { token: phone.accessToken }),
      connectLive(second.url, ['websocket'], { token: phone.accessToken }),
      connectLive(second.url, ['websocket'], { token: laptop.accessToken }),
    ]);
    const heard: string[] = [];
    for (const socket of [near, far]) socket.on('auth:ended', ({ code }: { code: string }) => heard.push(code));
    await subscribe(other, 'notifications');
    const told = new Promise((resolve) => other.once('account', resolve));
    await send(first, 'PATCH', '/users/me', { displayName: 'Somebody else' }, bearer(phone.accessToken));
    expect(await told).toMatchObject({ channel: 'notifications', seq: 2 });
    const from = performance.now();
    await send(first, 'POST', '/auth/logout', undefined, refreshWith(phone.refreshToken));
    await until('both are closed', () => !near.connected && !far.connected, 10_000, 5);
    const tookMs = Math.round(performance.now() - from);
    process.stdout.write(`many processes: sockets closed ${tookMs} ms after their session was ended\n`);
    expect(tookMs).toBeLessThan(1_000);
    expect([heard, other.connected]).toEqual([['AUTH.SESSION_ENDED', 'AUTH.SESSION_ENDED'], true]);
    other.disconnect();
    await Promise.all(started.splice(0).map((app) => app.stop()));
    await onServer(database.url, `DROP DATABASE ${new URL(database.url).pathname.slice(1)}_sim WITH (FORCE)`);
  });

  it('ends the streams of an asset within 5 s of its being disabled in another process than the one that ingests, and begins them again', async () => {
    const database = await openTestDatabase();
    const [email, password] = ['admin@tideline.example', goodPassword];
    const shared = { DATABASE_URL: database.url, REDIS_URL: redisUrl, ADMIN_EMAIL: email, ADMIN_PASSWORD: password };
    const api = await start({ ...shared, ROLES: 'api' });
    await start({ ...shared, ROLES: 'ingest' });
    const admin = await signIn(api, email, password);
    const follow = (enabled: boolean) => send(api, 'PATCH', '/admin/assets/BTC', { enabled }, bearer(admin.accessToken));
    const socket = await connectLive(api.url);
    /** When each channel was heard last. */
    const heardAt = new Map<string, number>();
    socket.onAny((_name: string, { channel }: { channel: string }) => heardAt.set(channel, performance.now()));
    const ofBitcoin = ['trades:BTC-USD', 'candles:BTC:1m', 'indicators:BTC:1m:sma:3', 'price:BTC'];
    expect(await subscribe(socket, ...ofBitcoin, 'trades:ETH-USD')).toMatchObject({ ok: true });
    await until('all of Bitcoin', () => ofBitcoin.every((channel) => heardAt.has(channel)), 60_000);

    expect(await follow(false)).toMatchObject({ status: 200, body: { enabled: false } });
    const disabledAt = performance.now();
    // Over the end of a minute, when its candle closes.
    await delay(Math.max(12_000, 64_000 - (Date.now() % 60_000)));
    const lastMs = Math.max(...ofBitcoin.map((channel) => heardAt.get(channel) ?? 0)) - disabledAt;
    process.stdout.write(`many processes: an asset was last heard of ${Math.round(lastMs)} ms after it was disabled\n`);
    expect(lastMs).toBeLessThan(5_000);
    expect(performance.now() - (heardAt.get('trades:ETH-USD') ?? 0)).toBeLessThan(15_000);

    const enabledAt = performance.now();
    expect(await follow(true)).toMatchObject({ status: 200, body: { enabled: true } });
    await until('all of Bitcoin again', () => ofBitcoin.every((channel) => (heardAt.get(channel) ?? 0) > enabledAt), 30_000);
    socket.disconnect();
    await Promise.all(started.splice(0).map((app) => app.stop()));
    await onServer(database.url, `DROP DATABASE ${new URL(database.url).pathname.slice(1)}_sim WITH (FORCE)`);
  });
}
