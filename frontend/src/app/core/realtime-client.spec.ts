/**
 * @jest-environment-options {"customExportConditions": ["node", "node-addons"]}
 */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { TestBed } from '@angular/core/testing';
import type { PricesEvent, SubscribeAck, SubscribeRequest } from '@tideline/contracts';
import type { Socket } from 'socket.io';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import type { LiveSocket } from './live-socket';
import { LIVE_SOCKET } from './live-socket';
import { RealtimeClient } from './realtime-client';

type Ack = (answer: SubscribeAck) => void;

/** A small `/live` on a real socket; it refuses channels that begin with `bad`. */
class LiveServer {
  readonly sockets: Socket[] = [];
  readonly asked: string[][] = [];
  readonly left: string[][] = [];
  private readonly http = createServer();
  private readonly server = new Server(this.http);

  async listen(): Promise<string> {
    this.server.of('/live').on('connection', (socket) => {
      this.sockets.push(socket);
      socket.on('subscribe', (request: SubscribeRequest, ack: Ack) => this.answer(request.channels, ack));
      socket.on('unsubscribe', ({ channels }: SubscribeRequest, ack: Ack) => {
        this.left.push(channels);
        ack({ ok: true, channels, snapshot: {} });
      });
    });
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/live`;
  }

  send(channel: string, seq: number): void {
    this.sockets.at(-1)?.emit('prices', frame(channel, seq));
  }

  async close(): Promise<void> {
    await this.server.close();
  }

  private answer(channels: string[], ack: Ack): void {
    this.asked.push(channels);
    if (channels.some((name) => name.startsWith('bad'))) ack({ ok: false, code: 'LIVE.UNKNOWN_CHANNEL', detail: 'no such channel' });
    else ack({ ok: true, channels, snapshot: Object.fromEntries(channels.map((name) => [name, frame(name, 10)])) });
  }
}

function frame(channel: string, seq: number): PricesEvent {
  return { channel, seq, frameAt: '2026-01-01T00:00:00.000Z', items: [] };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !condition(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}

describe('RealtimeClient', () => {
  let server: LiveServer;
  let client: RealtimeClient;
  let seen: number[];
  const listen = (channel: 'prices' | `price:${string}`): (() => void) => client.subscribe(channel, (event) => seen.push(event.seq));

  beforeEach(async () => {
    server = new LiveServer();
    const url = await server.listen();
    const open = (): Promise<LiveSocket> =>
      Promise.resolve(io(url, { autoConnect: false, transports: ['websocket'], reconnectionDelay: 20, reconnectionDelayMax: 40 }));
    TestBed.configureTestingModule({ providers: [{ provide: LIVE_SOCKET, useValue: open }] });
    client = TestBed.inject(RealtimeClient);
    seen = [];
  });

  afterEach(async () => {
    TestBed.resetTestingModule();
    await server.close();
  });

  it('hands on the snapshot (seq 10), then 11 and 12 in order, and calls itself live', async () => {
    listen('prices');
    await until(() => seen.length === 1);
    server.send('prices', 11);
    server.send('prices', 12);
    await until(() => seen.length === 3);
    expect(seen).toEqual([10, 11, 12]);
    expect(client.state()).toBe('live');
  });

  it('asks for a new snapshot when seq jumps from 10 to 12, and ignores a repeated 10', async () => {
    listen('prices');
    await until(() => seen.length === 1);
    server.send('prices', 10);
    server.send('prices', 12);
    await until(() => server.asked.length === 2);
    await until(() => seen.length === 2);
    expect(seen).toEqual([10, 10]);
  });

  it('asks for two channels in one call and leaves a channel only with its second listener', async () => {
    const first = listen('price:BTC');
    const second = listen('price:BTC');
    listen('prices');
    await until(() => seen.length >= 3);
    expect(server.asked).toEqual([['price:BTC', 'prices']]);
    first();
    second();
    await until(() => server.left.length === 1);
    expect(server.left).toEqual([['price:BTC']]);
  });

  it('subscribes again after the connection broke', async () => {
    listen('prices');
    await until(() => seen.length === 1);
    server.sockets[0]?.conn.close();
    await until(() => server.sockets.length === 2 && seen.length === 2);
    expect(client.state()).toBe('live');
  });

  it('leaves on server:closing and comes back when it was told to, 30 ms later', async () => {
    listen('prices');
    await until(() => seen.length === 1);
    server.sockets[0]?.emit('server:closing', { reconnectInMs: 30 });
    await until(() => client.state() === 'reconnecting');
    await until(() => server.sockets.length === 2 && seen.length === 2);
  });

  it('tells the listener of a refused channel why, and still serves the others', async () => {
    const codes: string[] = [];
    listen('prices');
    client.subscribe(
      'bad:channel',
      () => undefined,
      (code) => codes.push(code),
    );
    await until(() => codes.length === 1 && seen.length === 1);
    expect(codes).toEqual(['LIVE.UNKNOWN_CHANNEL']);
    expect(client.state()).toBe('live');
  });
});
