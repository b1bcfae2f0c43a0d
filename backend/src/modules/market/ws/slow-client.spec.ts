import type { PricesEvent } from '@tideline/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Namespace } from 'socket.io';
import type { Socket } from 'socket.io-client';
import type { WebSocket } from 'ws';
import { connectLive, ScriptedMarket, startLiveServer, subscribe, type LiveServer } from '../../../../test/live-server';
import { until } from '../../../../test/until';
import { LiveGateway } from '../../../platform/realtime/live/live.gateway';

const symbols = Array.from({ length: 2_000 }, (_, index) => `A${index}`);
const open: Socket[] = [];
let server: LiveServer;

beforeAll(async () => {
  server = await startLiveServer({ market: new ScriptedMarket(symbols), timing: { frameMs: 20, sweepMs: 10, blockedMs: 3_000 } });
});

afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});

/** The TCP connection below a client: pausing it is a client that stops reading. */
const tcpOf = (socket: Socket) => (socket.io.engine.transport as unknown as { ws: { _socket: NodeJS.ReadWriteStream } }).ws._socket;

function heldFor(socket: Socket): { bytes: number; packets: number } {
  const { server: namespace } = server.app.get<LiveGateway, { server: Namespace }>(LiveGateway);
  const conn: unknown = namespace.sockets.get(socket.id ?? '')?.conn;
  const { writeBuffer, transport } = conn as { writeBuffer: unknown[]; transport: { socket: WebSocket } };
  return { bytes: transport.socket.bufferedAmount, packets: writeBuffer.length };
}

async function listen(): Promise<{ socket: Socket; frames: PricesEvent[]; gaps: number[]; state: Map<string, number | null> }> {
  const socket = await connectLive(server.url);
  open.push(socket);
  const frames: PricesEvent[] = [];
  const gaps: number[] = [];
  const state = new Map<string, number | null>();
  let last = performance.now();
  socket.on('prices', (event: PricesEvent) => {
    frames.push(event);
    for (const { symbol, price } of event.items) state.set(symbol, price);
    gaps.push(performance.now() - last);
    last = performance.now();
  });
  await subscribe(socket, 'prices');
  return { socket, frames, gaps, state };
}

const changeAll = (price: number) => server.setPrices(Object.fromEntries(symbols.map((symbol, index) => [symbol, price + index])));

it('gives a client that stopped reading the latest state with contiguous seq, holds little for it, and keeps the others on time', async () => {
  const slow = await listen();
  const quick = await listen();
  tcpOf(slow.socket).pause();
  let mostBytes = 0;
  let mostPackets = 0;
  const startedAt = performance.now();
  for (let step = 1; step <= 60; step += 1) {
    changeAll(step * 10_000);
    await delay(20);
    const { bytes, packets } = heldFor(slow.socket);
    mostBytes = Math.max(mostBytes, bytes);
    mostPackets = Math.max(mostPackets, packets);
  }
  const stepMs = (performance.now() - startedAt) / 60;
  tcpOf(slow.socket).resume();
  await until('the newest state for both', () => [slow, quick].every(({ state }) => state.get('A1999') === 601_999));

  for (const { frames, state } of [slow, quick]) {
    expect(frames.map(({ seq }) => seq)).toEqual(frames.map((_, index) => 2 + index));
    expect([state.get('A0'), state.get('A1999')]).toEqual([600_000, 601_999]);
  }
  expect(server.channels.counts.framesConflated).toBeGreaterThan(5);
  expect(slow.frames.length).toBeLessThan(quick.frames.length - 5);
  const frameBytes = JSON.stringify(quick.frames.at(-1)).length;
  expect(mostBytes).toBeLessThan(2 * frameBytes);
  expect(mostPackets).toBeLessThanOrEqual(1);
  // A step takes 20 ms where the machine has nothing else to do.
  expect(quick.gaps.toSorted((a, b) => a - b)[Math.floor(quick.gaps.length * 0.9)]).toBeLessThan(Math.max(150, 5 * stepMs));
});

it('closes a socket that has not read anything for as long as is allowed', async () => {
  const { socket } = await listen();
  const closedBefore = server.channels.counts.closedSlow;
  tcpOf(socket).pause();
  let step = 0;
  await until('it to be closed', () => {
    changeAll((step += 1));
    return server.channels.counts.closedSlow > closedBefore && server.channels.counts.sockets === 0;
  });
  expect(server.channels.counts).toMatchObject({ closedSlow: closedBefore + 1, sockets: 0, subscriptions: 0 });
});

it('closes within 2 s with a client that does not read, after telling the others when to come back', async () => {
  const deaf = await listen();
  const others = await Promise.all([connectLive(server.url), connectLive(server.url, ['polling'])]);
  open.push(...others);
  const told: { reconnectInMs: number }[] = [];
  for (const socket of others) socket.on('server:closing', (event: { reconnectInMs: number }) => told.push(event));
  tcpOf(deaf.socket).pause();
  for (let step = 1; step <= 60; step += 1) {
    changeAll(step);
    await delay(5);
  }
  const started = performance.now();
  await server.app.close();
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(told).toHaveLength(2);
  for (const { reconnectInMs } of told) {
    expect(reconnectInMs).toBeGreaterThanOrEqual(500);
    expect(reconnectInMs).toBeLessThanOrEqual(3_000);
  }
});
