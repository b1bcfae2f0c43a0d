import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { CandleInterval, CandleRow, LivePriceItem, PublicTrade, SubscribeAck, VenueStatus } from '@tideline/contracts';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { io, type Socket } from 'socket.io-client';
import { MarketView } from '../src/modules/market/application/market-view';
import { LiveFeed } from '../src/modules/market/ws/live-feed';
import type { LiveMarket } from '../src/modules/market/ws/live-market';
import { MarketChannels } from '../src/modules/market/ws/market-channels';
import type { Config } from '../src/platform/config/config';
import { EventBridge } from '../src/platform/events/event-bridge';
import { LocalEventBridge } from '../src/platform/events/local-event-bridge';
import { Identities } from '../src/platform/access/identities';
import type { AccountCounts } from '../src/platform/realtime/live/account-counts';
import { LiveAccounts, accountTiming, type AccountTiming } from '../src/platform/realtime/live/live-accounts';
import { LiveBoard } from '../src/platform/realtime/live/live-board';
import { LiveInbox } from '../src/platform/realtime/live/live-inbox';
import { LivePresence } from '../src/platform/realtime/live/live-presence';
import { LiveChannels, liveTiming, type LiveTiming } from '../src/platform/realtime/live/live-channels';
import { LiveGateway } from '../src/platform/realtime/live/live.gateway';
import { connectionLimits, type ConnectionLimitFigures } from '../src/platform/realtime/connection-limits';
import { RealtimeAdapter } from '../src/platform/realtime/realtime-adapter';

/** A market in memory whose figures a test or benchmark sets. */
export class ScriptedMarket implements LiveMarket {
  readonly prices = new Map<string, LivePriceItem>();
  readonly trades = new Map<string, PublicTrade[]>();
  readonly candles = new Map<string, { candle: CandleRow; closed: boolean }>();
  statuses: VenueStatus[] = [];

  constructor(symbols: string[] = ['BTC', 'ETH', 'SOL']) {
    for (const symbol of symbols) this.price(symbol, 100);
  }

  price(symbol: string, price: number): LivePriceItem {
    const item = { symbol, price, change24h: 1.5, volume24h: 1_000, asOf: new Date().toISOString(), stale: false };
    this.prices.set(symbol, item);
    return item;
  }

  livePrices(): LivePriceItem[] {
    return [...this.prices.values()];
  }

  venues(): VenueStatus[] {
    return this.statuses;
  }

  openCandle(symbol: string, interval: CandleInterval): { candle: CandleRow; closed: boolean } | null {
    return this.candles.get(`${symbol}:${interval}`) ?? null;
  }

  recentTrades(pair: string): PublicTrade[] {
    return (this.trades.get(pair) ?? []).slice(0, 50);
  }

  knowsAsset(symbol: string): boolean {
    return this.prices.has(symbol);
  }

  knowsPair(pair: string): boolean {
    return pair.endsWith('-USD') && this.prices.has(pair.slice(0, -4));
  }
}

export interface LiveServer {
  url: string;
  market: ScriptedMarket;
  bridge: EventBridge;
  channels: LiveChannels;
  accounts: LiveAccounts;
  inbox: LiveInbox;
  app: NestFastifyApplication;
  /** Changes prices as ingestion would: in the market first, then told. */
  setPrices(prices: Record<string, number>): void;
}

type LiveServerOptions = Partial<Pick<Config, 'CORS_ORIGINS' | 'PUBLIC_URL' | 'REDIS_URL' | 'TRUST_PROXY'>> & {
  limits?: Partial<ConnectionLimitFigures>;
  timing?: Partial<LiveTiming & AccountTiming>;
  identities?: Identities;
  market?: ScriptedMarket;
  bridge?: EventBridge;
  counts?: AccountCounts;
};

/** Starts the real gateway on a real server on a free port, in front of a scripted market. */
export async function startLiveServer(options: LiveServerOptions = {}): Promise<LiveServer> {
  const {
    timing,
    market = new ScriptedMarket(),
    bridge = new LocalEventBridge(),
    identities = new Identities(),
    limits,
    counts = null,
    ...config
  } = options;
  const channels = new LiveChannels({ ...liveTiming, ...timing });
  const accounts = new LiveAccounts(identities, { ...accountTiming, ...timing }, counts);

  @Module({
    providers: [
      LiveGateway,
      LiveBoard,
      LiveInbox,
      LivePresence,
      LiveFeed,
      MarketChannels,
      { provide: MarketView, useValue: market },
      { provide: LiveChannels, useValue: channels },
      { provide: LiveAccounts, useValue: accounts },
      { provide: EventBridge, useValue: bridge },
    ],
  })
  class LiveTestModule {}

  const app = await NestFactory.create<NestFastifyApplication>(LiveTestModule, new FastifyAdapter(), { logger: ['error', 'warn'] });
  app.useWebSocketAdapter(
    new RealtimeAdapter(
      app,
      { CORS_ORIGINS: [], PUBLIC_URL: undefined, REDIS_URL: undefined, TRUST_PROXY: '', ...config },
      { ...connectionLimits, ...limits },
    ),
  );
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const setPrices = (prices: Record<string, number>) => {
    const items = Object.entries(prices).map(([symbol, price]) => ({ ...market.price(symbol, price), sources: [] }));
    bridge.publish('market.prices', { frameAt: Date.now(), complete: false, dataMode: 'simulated', items });
  };
  return { url: `http://127.0.0.1:${port}`, market, bridge, channels, accounts, inbox: app.get(LiveInbox), app, setPrices };
}

/** Opens a connection to `/live`; resolves when it is up. */
export async function connectLive(
  url: string,
  transports: string[] = ['websocket'],
  auth: object = {},
  extraHeaders: Record<string, string> = {},
): Promise<Socket> {
  const socket = io(`${url}/live`, { transports, auth, extraHeaders, reconnection: false, forceNew: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

export function subscribe(socket: Socket, ...channels: string[]): Promise<SubscribeAck> {
  return socket.timeout(5_000).emitWithAck('subscribe', { channels }) as Promise<SubscribeAck>;
}
