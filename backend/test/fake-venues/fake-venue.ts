import { randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { FakeMarket, type FakeTrade, type TradeOrder } from './fake-market';
import { FaultyLine, noFaults, type Faults } from './faulty-line';

export interface FakeVenueOptions {
  /** Canonical: `BTC-USD`. */
  pairs: string[];
  /** Epoch ms. */
  now?: () => number;
  /** [0, 1): what the faults draw from. */
  random?: () => number;
  /** The id of the first trade of each pair. */
  firstId?: number;
  /** A second of the venue's own time (heartbeats), shortened by tests. */
  secondMs?: number;
}

/** A connected client, with what it subscribed to (`trade:BTC-USD`, in the venue's own words). */
export interface FakeClient {
  socket: WebSocket;
  line: FaultyLine;
  subscriptions: Set<string>;
  /** When a frame last left for it (monotonic ms). */
  sentAt: number;
  /** When its messages of the last second came (monotonic ms). */
  messagesAt: number[];
  connectedAt: number;
}

export interface RestAnswer {
  status?: number;
  headers?: Record<string, string>;
  body: string;
}

/** A venue on 127.0.0.1 that speaks a real protocol over HTTP and WebSocket, keeps a record of all trades, and fails on request. */
export abstract class FakeVenue {
  readonly market: FakeMarket;
  readonly faults: Faults = noFaults();
  readonly clients = new Set<FakeClient>();
  /** Every connection attempt (epoch ms), and the most that were open at once. */
  readonly attempts: number[] = [];
  mostOpen = 0;
  /** Every message of a client, and every REST path with its query. */
  readonly messages: string[] = [];
  readonly requests: string[] = [];
  protected readonly now: () => number;
  protected readonly random: () => number;
  protected readonly secondMs: number;
  private readonly server: Server;
  private readonly sockets = new WebSocketServer({ noServer: true });
  private readonly wires = new Set<Socket>();
  private second: NodeJS.Timeout | null = null;
  private dribbling: NodeJS.Timeout | null = null;

  constructor(options: FakeVenueOptions) {
    this.now = options.now ?? Date.now;
    this.random = options.random ?? Math.random;
    this.secondMs = options.secondMs ?? 1_000;
    this.market = new FakeMarket(options.pairs, this.now, options.firstId);
    this.server = createServer((request, response) => this.answer(request, response));
    this.server.on('upgrade', (request: IncomingMessage, wire: Duplex, head: Buffer) => this.upgrade(request, wire, head));
    this.server.on('connection', (wire: Socket) => {
      this.wires.add(wire);
      wire.on('close', () => this.wires.delete(wire));
      wire.on('error', () => undefined);
    });
  }

  /** Listens on 127.0.0.1, by default on any free port that no outgoing connection is given while the venue is away. */
  async start(port?: number): Promise<this> {
    await listenOn(this.server, port);
    this.second = setInterval(() => this.clients.forEach((client) => this.everySecond(client)), this.secondMs);
    this.dribbling = setInterval(() => this.dribble(), this.secondMs);
    return this;
  }

  async stop(): Promise<void> {
    if (this.second !== null) clearInterval(this.second);
    if (this.dribbling !== null) clearInterval(this.dribbling);
    for (const client of this.clients) client.line.close();
    for (const wire of this.wires) wire.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get restUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The address to configure as the venue's stream. */
  get wsUrl(): string {
    return this.restUrl.replace('http', 'ws') + this.wsPath;
  }

  /** Makes one trade and tells the subscribers. */
  trade(pair: string, price: number, quantity: number, side: 'buy' | 'sell', at?: number): FakeTrade {
    const trade = this.market.trade({ pair, price, quantity, side, at });
    this.publish([trade]);
    return trade;
  }

  /** Makes many trades; a venue that batches tells them in one frame. */
  tradeAll(orders: TradeOrder[]): FakeTrade[] {
    const trades = orders.map((order) => this.market.trade(order));
    this.publish(trades);
    return trades;
  }

  /** A trade at `factor` times the last price. */
  spike(pair: string, factor = 1000): FakeTrade {
    const last = this.market.lastOf(pair);
    if (last === undefined) throw new Error(`${pair} has no price to spike`);
    return this.trade(pair, last.price * factor, last.quantity, 'buy');
  }

  /** Resets every connection. */
  terminateAll(): void {
    for (const { socket } of this.clients) socket.terminate();
  }

  closeAll(code = 1001, reason = 'going away'): void {
    for (const { socket } of this.clients) socket.close(code, reason);
  }

  /** Leaves the present connections open without ever reading or writing again, as when a cable is pulled. */
  halfOpenAll(): void {
    for (const client of this.clients) {
      this.clients.delete(client);
      client.line.close();
      client.socket.pause();
    }
  }

  /** Sends a text frame as it stands to every client. */
  inject(text: string): void {
    for (const { socket } of this.clients) socket.send(text);
  }

  /** Writes bytes past the WebSocket protocol to every client. */
  injectBytes(bytes: Uint8Array): void {
    for (const { socket } of this.clients) wireOf(socket).write(bytes);
  }

  protected abstract readonly wsPath: string;
  /** Whether a path of an upgrade is served. */
  protected abstract servesPath(path: string): boolean;
  /** The HTTP status with which this attempt is refused, by the venue's own limits; null = welcome. */
  protected abstract refusalOf(attemptsSoFar: readonly number[]): number | null;
  protected abstract connected(client: FakeClient, path: string): void;
  protected abstract received(client: FakeClient, text: string): void;
  protected abstract everySecond(client: FakeClient): void;
  protected abstract publish(trades: FakeTrade[]): void;
  protected abstract rest(url: URL): RestAnswer;

  /** Sends a frame of the protocol (acknowledgement, heartbeat). */
  protected send(client: FakeClient, frame: string): void {
    client.line.send(frame);
  }

  /** Sends a frame of market data, through every fault, to those who subscribed to `key`. */
  protected broadcast(key: string, frame: string): void {
    for (const client of this.clients) if (client.subscriptions.has(key)) client.line.sendData(frame);
  }

  private upgrade(request: IncomingMessage, wire: Duplex, head: Buffer): void {
    const path = request.url ?? '/';
    const status = this.faults.refuseUpgrade ?? this.refusalOf(this.attempts) ?? (this.servesPath(path) ? null : 404);
    this.attempts.push(this.now());
    if (status !== null) {
      wire.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.sockets.handleUpgrade(request, wire, head, (socket) => this.welcome(socket, path));
  }

  private welcome(socket: WebSocket, path: string): void {
    const at = performance.now();
    const transmit = (frame: string) => {
      client.sentAt = performance.now();
      socket.send(frame);
    };
    const line = new FaultyLine(this.faults, this.random, transmit);
    const client: FakeClient = { socket, line, subscriptions: new Set(), sentAt: at, messagesAt: [], connectedAt: at };
    this.clients.add(client);
    this.mostOpen = Math.max(this.mostOpen, this.clients.size);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      line.close();
      this.clients.delete(client);
    });
    socket.on('message', (data: RawData) => {
      const text = (data as Buffer).toString('utf8');
      const now = performance.now();
      client.messagesAt = [...client.messagesAt.filter((sent) => now - sent < 1_000), now];
      this.messages.push(text);
      this.received(client, text);
    });
    this.connected(client, path);
  }

  private dribble(): void {
    if (!this.faults.dribble) return;
    // First a header that promises 100 bytes of text, then what looks like its beginning.
    for (const { socket } of this.clients) {
      const wire = wireOf(socket) as Socket & { isDribbling?: boolean };
      wire.write(wire.isDribbling === true ? ' ' : Buffer.from([0x81, 100]));
      wire.isDribbling = true;
    }
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    this.requests.push(url.pathname + url.search);
    const { status = 200, headers = {}, body } = this.restFault() ?? this.rest(url);
    const write = () => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    const delayMs = this.faults.rest?.delayMs ?? this.faults.delayMs;
    if (delayMs === 0) write();
    else setTimeout(write, delayMs);
  }

  private restFault(): RestAnswer | null {
    const fault = this.faults.rest;
    if (fault === null || (fault.times !== undefined && fault.times-- <= 0)) return null;
    const headers: Record<string, string> = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
    return { status: fault.status, headers, body: fault.body ?? '' };
  }
}

/** Ports below those that systems give to outgoing connections. */
const lowestPort = 10_000;
const highestPort = 32_000;

async function listenOn(server: Server, port?: number): Promise<void> {
  for (let triesLeft = 50; ; triesLeft -= 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port ?? randomInt(lowestPort, highestPort), '127.0.0.1', () => {
          server.off('error', reject);
          resolve();
        });
      });
      return;
    } catch (error) {
      if (port !== undefined || triesLeft === 0) throw error;
    }
  }
}

/** The TCP connection under a WebSocket. */
function wireOf(socket: WebSocket): Socket {
  return (socket as unknown as { _socket: Socket })._socket;
}
