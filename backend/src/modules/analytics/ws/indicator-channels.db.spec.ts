import { setTimeout as delay } from 'node:timers/promises';
import { indicatorEvent, indicatorSeries, type CandleRow, type IndicatorEvent } from '@tideline/contracts';
import { calculate, indicatorKinds, readSpec, type IndicatorSpec } from '@tideline/indicators';
import type { Socket } from 'socket.io-client';
import { connectLive, subscribe } from '../../../../test/live-server';
import { insertCandles, insertMarkets, pricesFrame } from '../../../../test/market-factory';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { until } from '../../../../test/until';
import { presentHour } from '../../../../test/present-hour';
import { ReadColumns } from '../../market';

const hourMs = 3_600_000;
const present = presentHour();
const sma = readSpec('sma:3') as IndicatorSpec;

let server: TestApp;
let btc = 0;
let socket: Socket;
let heard: IndicatorEvent[];

beforeAll(async () => {
  server = await startTestApp(async (database) => {
    const ids = await insertMarkets(database);
    btc = ids.get('consolidated BTC-USD') ?? 0;
    await insertCandles(database, btc, 60, present - 300 * hourMs, 300);
    const eth = ids.get('consolidated ETH-USD') ?? 0;
    await insertCandles(database, eth, 60, present - 1200 * hourMs, 1200);
    // Up and down, so that trends turn.
    const wave = '300 + 40 * sin(open / 15)';
    await database.query(
      `UPDATE candles SET high = ${wave} + 2 + cos(open), low = ${wave} - 2 + sin(open), close = ${wave} + sin(open), volume = 2 + cos(open)
       WHERE market_id = $1`,
      [eth],
    );
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  socket = await connectLive(server.url);
  heard = [];
  socket.on('indicator', (event: IndicatorEvent) => heard.push(indicatorEvent.parse(event)));
});
afterEach(() => socket.disconnect());

/** As ingestion would: what is forming is told, and that somebody tells. */
function tell(candle: CandleRow, closed = false): void {
  server.bridge.publish('market.prices', pricesFrame([]));
  server.bridge.publish('market.candles', {
    venue: null,
    pair: 'BTC-USD',
    symbol: 'BTC',
    updates: [{ interval: '1h', candle, closed }],
  });
}

async function fromScratch(spec: IndicatorSpec): Promise<(number | undefined)[]> {
  const columns = (await server.app.get(ReadColumns, { strict: false }).newest(['BTC'], '1h', 300)).get('BTC');
  if (columns === undefined) throw new Error('no candles');
  return [columns.at.at(-1), ...calculate(spec, columns, { periodsPerYear: 8760 }).map((output) => output.at(-1))];
}

it('answers a null point and tells it as soon as the history is read; the next subscriber has it at once', async () => {
  const ack = await subscribe(socket, 'indicators:xbt:1h:SMA:3');
  expect(ack).toMatchObject({
    ok: true,
    channels: ['indicators:BTC:1h:sma:3'],
    snapshot: { 'indicators:BTC:1h:sma:3': { seq: 1, symbol: 'BTC', interval: '1h', indicator: 'sma:3', point: null, closed: false } },
  });
  await until('the point', () => heard.length > 0);
  expect(heard[0]).toMatchObject({ channel: 'indicators:BTC:1h:sma:3', seq: 2, point: [present - hourMs, 398], closed: true });
  expect(heard[0]?.point).toEqual(await fromScratch(sma));
  const late = await connectLive(server.url);
  const second = await subscribe(late, 'indicators:BTC:1h:sma:3');
  expect(second).toMatchObject({ ok: true, snapshot: { 'indicators:BTC:1h:sma:3': { seq: 1, point: [present - hourMs, 398] } } });
  late.disconnect();
});

it('moves with the forming candle, tells the closed one, and goes on with the next', async () => {
  await subscribe(socket, 'indicators:BTC:1h:sma:3');
  await until('the point', () => heard.length > 0);
  tell([present, 400, 401, 399, 500, 1]);
  await until('the forming candle', () => heard.at(-1)?.point?.[0] === present);
  expect(heard.at(-1)).toMatchObject({ point: [present, (398 + 399 + 500) / 3], closed: false });
  expect(heard.at(-1)?.point).toEqual(await fromScratch(sma));
  tell([present, 400, 401, 399, 700, 2], true);
  tell([present + hourMs, 700, 700, 700, 701, 1]);
  await until('the next candle', () => heard.at(-1)?.point?.[0] === present + hourMs);
  const told = heard.map(({ point, closed }) => [point?.[0], point?.[1], closed]);
  expect(told.slice(-2)).toEqual([
    [present, (398 + 399 + 700) / 3, true],
    [present + hourMs, (399 + 700 + 701) / 3, false],
  ]);
  expect(heard.map(({ seq }) => seq)).toEqual(heard.map((_, index) => 2 + index));
});

it('equals the newest point of the REST route for every indicator, over 1,200 candles', async () => {
  const specs = indicatorKinds.map(({ id }) => (readSpec(id) as IndicatorSpec).key);
  const channels = specs.map((key) => `indicators:ETH:1h:${key}`);
  expect(await subscribe(socket, ...channels)).toMatchObject({ ok: true });
  await until('every point', () => heard.length >= specs.length);
  const parts = [specs.slice(0, 15), specs.slice(15)].filter(({ length }) => length > 0);
  const answers = await Promise.all(
    parts.map((keys) => server.get(`/api/v1/analytics/indicators/ETH?interval=1h&indicators=${keys.join()}`)),
  );
  const rest = await Promise.all(answers.map(async (answer) => indicatorSeries.parse(await answer.json()).series));
  const newest = Object.fromEntries(rest.flatMap((series) => Object.entries(series).map(([key, points]) => [key, points.at(-1)] as const)));
  for (const { indicator, point } of heard) {
    const wanted = newest[indicator] ?? [];
    expect([indicator, point?.length, point?.[0]]).toEqual([indicator, wanted.length, wanted[0]]);
    for (const [index, value] of wanted.entries()) {
      const told = point?.[index] ?? NaN;
      expect([indicator, Math.abs(told - (value ?? NaN)) <= 1e-9 * Math.max(1300, Math.abs(told))]).toEqual([indicator, true]);
    }
  }
  expect(new Set(heard.map(({ indicator }) => indicator))).toEqual(new Set(specs));
});

it('reads again when stored history has changed', async () => {
  await subscribe(socket, 'indicators:BTC:1h:sma:50');
  await until('the point', () => heard.length > 0);
  const before = heard.at(-1)?.point?.[1] ?? 0;
  await server.database.query('UPDATE candles SET close = close + 50 WHERE market_id = $1 AND open_at = $2', [btc, present - 20 * hourMs]);
  server.bridge.publish('market.history', { symbols: ['BTC'] });
  await until('the corrected point', () => heard.at(-1)?.point?.[1] !== before);
  expect(heard.at(-1)?.point?.[1]).toBeCloseTo((before ?? 0) + 1, 9);
});

it('tells nothing of an asset that is not followed when its history is corrected, and the corrected point once it is followed again', async () => {
  await subscribe(socket, 'indicators:BTC:1h:sma:40');
  await until('the point', () => heard.length > 0);
  const before = heard.at(-1)?.point?.[1] ?? 0;
  await server.database.query('UPDATE candles SET close = close + 40 WHERE market_id = $1 AND open_at = $2', [btc, present - 10 * hourMs]);
  server.bridge.publish('market.history', { symbols: ['ETH', 'BTC'], paused: ['BTC'] });
  await delay(1_500);
  expect(heard).toHaveLength(1);
  server.bridge.publish('market.history', { symbols: ['BTC'], paused: [] });
  await until('the corrected point', () => heard.length > 1);
  expect(heard.at(-1)?.point?.[1]).toBeCloseTo(before + 1, 9);
});

it('waits for a database that is away, and tells then', async () => {
  await server.gate.shut();
  const ack = await subscribe(socket, 'indicators:BTC:1h:sma:7');
  expect(ack).toMatchObject({ ok: true, snapshot: { 'indicators:BTC:1h:sma:7': { point: null } } });
  await delay(300);
  expect(heard).toEqual([]);
  await server.gate.open();
  await until('the point', () => heard.length > 0, 20_000);
});

it.each([
  ['indicators:BTC:1h:nope:14', /there is no indicator "nope"; there are sma, ema/],
  ['indicators:BTC:1h:sma:0', /from 1 to/],
  ['indicators:BTC:1h:sma:-1', /from 1 to/],
  ['indicators:BTC:1h:sma:1000000000', /from 1 to/],
  ['indicators:BTC:1h:sma:20:3', /at most 1 parameter/],
  ['indicators:BTC:1h', /there is no indicator ""/],
  ['indicators:BTC:2h:sma:20', /1m, 5m, 15m/],
  ['indicators:NOPE:1h:sma:20', /no such asset/],
  ['indicators', /no such asset/],
])('refuses %s and says what is allowed', async (channel, why) => {
  const ack = await subscribe(socket, channel);
  expect(ack).toEqual({ ok: false, code: 'LIVE.UNKNOWN_CHANNEL', detail: expect.stringMatching(why) as string });
});

it('refuses rsi:5000, which rests on more than 10,000 candles', async () => {
  expect(await subscribe(socket, 'indicators:BTC:1h:rsi:5000')).toMatchObject({ ok: false, code: 'LIVE.NOT_AVAILABLE' });
});

it('keeps at most 500 different ones a process, and room again once nobody hears them', async () => {
  const names = (from: number, count: number) => Array.from({ length: count }, (_, index) => `indicators:ETH:1h:sma:${from + index}`);
  const others = await Promise.all([1, 2].map(() => connectLive(server.url)));
  const [first, second] = others as [Socket, Socket];
  expect((await subscribe(first, ...names(1, 200))).ok).toBe(true);
  expect((await subscribe(second, ...names(201, 200))).ok).toBe(true);
  expect(await subscribe(socket, ...names(401, 101))).toMatchObject({
    ok: false,
    code: 'LIVE.NOT_AVAILABLE',
    detail: expect.stringContaining('500') as string,
  });
  expect((await subscribe(socket, ...names(401, 100))).ok).toBe(true);
  first.disconnect();
  await until('room', async () => (await subscribe(socket, 'indicators:ETH:1h:sma:900')).ok);
  second.disconnect();
});
