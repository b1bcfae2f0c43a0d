import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleParts, type RunParts } from '../src/modules/market/application/ingest/assemble';
import { loadMarkets } from '../src/modules/market/application/ingest/load-markets';
import { insertTrades, type TradeColumns } from '../src/modules/market/db/trade-store';
import { binanceToEvents } from '../src/modules/market/venues/binance/to-events';
import { readConfig } from '../src/platform/config/config';
import type { Database } from '../src/platform/database/database';
import { startDatabaseServer } from '../src/platform/database/database-server';
import { LocalEventBridge } from '../src/platform/events/local-event-bridge';
import { createLog } from '../src/platform/observability/log';
import { median } from './load';

const rounds = 7;
const perRound = 50_000;
const storeChunk = 10_000;

/** Trades from the venue's text to folded candles, against reading the JSON alone; and stored idempotently, against a plain insert. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-bench-'));
  const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'error' });
  const databases = await startDatabaseServer(config, createLog(config.LOG_LEVEL));
  const database = await databases.open('live');
  const parts = await ready(database, config.ASSETS);
  const startedAt = Date.now();
  const figures = { take: [] as number[], json: [] as number[], store: [] as number[], again: [] as number[], plain: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const frames = makeFrames(config.ASSETS, round, startedAt);
    figures.json.push(perSecond(frames.length, () => frames.forEach((frame) => JSON.parse(frame) as unknown)));
    figures.take.push(perSecond(frames.length, () => takeIn(parts, frames)));
    const cut = parts.pipeline.cut(Date.now());
    if (cut === null) throw new Error('nothing was taken in');
    figures.store.push(await storing(cut.trades, (part) => database.transaction((tx) => insertTrades(tx, part))));
    figures.again.push(await storing(cut.trades, (part) => database.transaction((tx) => insertTrades(tx, part))));
    figures.plain.push(await storing(moved(cut.trades), (part) => database.query(plainSql, Object.values(part))));
    parts.pipeline.stored(cut, [], Date.now());
  }
  say('trades normalised, de-duplicated, valued and folded', figures.take, 'JSON.parse of the same frames', figures.json);
  say('trades stored idempotently', figures.store, 'plain insert', figures.plain);
  say('trades stored again', figures.again, 'plain insert', figures.plain);
  await database.close();
  await databases.stop();
  await rm(folder, { recursive: true, force: true });
}

const plainSql = `INSERT INTO trades (market_id, trade_id, traded_at, price, quantity, is_buy, usd_price)
  SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::float8[], $5::float8[], $6::boolean[], $7::float8[])`;

async function ready(database: Database, assets: string[]): Promise<RunParts> {
  const ignored = { changed: () => Promise.resolve(), gaps: () => undefined, listed: () => Promise.resolve(), stopped: () => false };
  const parts = assembleParts(database, [], new LocalEventBridge(), { dataMode: 'live' }, ignored);
  const pairs = assets.map((base) => ({ venue: 'binance', pair: `${base}-USDT`, base, quote: 'USDT', venueSymbol: `${base}USDT` }));
  const rate = { venue: 'coinbase', pair: 'USDT-USD', base: 'USDT', quote: 'USD', venueSymbol: 'USDT-USD' };
  await loadMarkets(database, parts.book, await parts.registry.enter([...pairs, rate]));
  return parts;
}

/** One trade in twenty comes twice. */
function makeFrames(assets: string[], round: number, startedAt: number): string[] {
  const frames: string[] = [];
  for (let n = 0; frames.length < perRound; n++) {
    const id = round * perRound + Math.floor(n / assets.length) + 1;
    const at = startedAt + round * 1_000 + Math.floor(n / 50);
    const frame = `{"e":"trade","E":${at},"s":"${assets[n % assets.length]}USDT","t":${id},"p":"${60_000 + (n % 97)}.12000000","q":"0.0${1 + (n % 9)}000000","T":${at},"m":${n % 2 === 0},"M":true}`;
    frames.push(frame);
    if (n % 20 === 0) frames.push(frame);
  }
  return frames;
}

function takeIn(parts: RunParts, frames: readonly string[]): void {
  const receivedAt = Date.now();
  const context = { receivedAt, clockOffsetMs: 0, pairOf: (symbol: string) => `${symbol.slice(0, -4)}-USDT` };
  const rate = {
    venue: 'coinbase',
    pair: 'USDT-USD',
    tradeId: receivedAt,
    price: 0.999,
    quantity: 1,
    side: 'buy' as const,
    tradedAt: receivedAt,
  };
  parts.pipeline.handle('coinbase', { kind: 'trade', trade: rate, receivedAt, history: true }, receivedAt);
  for (const frame of frames) {
    for (const event of binanceToEvents(frame, context)) {
      if (event.kind === 'trade') parts.pipeline.handle('binance', event, receivedAt);
    }
  }
}

async function storing(trades: TradeColumns, store: (part: TradeColumns) => Promise<unknown>): Promise<number> {
  const count = trades.tradeIds.length;
  const started = performance.now();
  for (let from = 0; from < count; from += storeChunk) await store(slice(trades, from));
  return count / ((performance.now() - started) / 1000);
}

function slice(trades: TradeColumns, from: number): TradeColumns {
  const part = <T>(column: T[]): T[] => column.slice(from, from + storeChunk);
  return {
    marketIds: part(trades.marketIds),
    tradeIds: part(trades.tradeIds),
    tradedAts: part(trades.tradedAts),
    prices: part(trades.prices),
    quantities: part(trades.quantities),
    isBuys: part(trades.isBuys),
    usdPrices: part(trades.usdPrices),
  };
}

/** The same rows for another market, so that they are new. */
function moved(trades: TradeColumns): TradeColumns {
  return { ...trades, marketIds: trades.marketIds.map((id) => id + 10_000) };
}

function perSecond(count: number, work: () => void): number {
  const started = performance.now();
  work();
  return count / ((performance.now() - started) / 1000);
}

function say(what: string, ours: number[], against: string, baseline: number[]): void {
  const [perSec, base] = [Math.round(median(ours)), Math.round(median(baseline))];
  const line = {
    bench: 'ingest',
    what,
    perSecond: perSec,
    baseline: against,
    baselinePerSecond: base,
    ratio: Math.round((100 * perSec) / base) / 100,
    rounds,
  };
  console.log(JSON.stringify(line));
}

await main();
