import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bareSpeech, Clients, liveSpeech } from './live-fanout/clients';
import { startBare, startOurs } from './live-fanout/servers';

const rounds = 5;
const count = 10_000;
const frameEveryMs = 250;
const measureMs = 5_000;

type Kind = 'ours' | 'bare';
interface Round {
  bytesPerSocket: number;
  delays: number[];
}

const [role, kind = 'ours', port = '0'] = process.argv.slice(2);
if (role === 'server') await serve(kind as Kind);
else if (role === 'clients') await listen(kind as Kind, Number(port));
else await compare();

/** Interleaved rounds of 10,000 idle subscribed sockets on bare `ws` and on ours; then four frames a second to all of them. */
async function compare(): Promise<void> {
  const results: Record<Kind, Round[]> = { bare: [], ours: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const each of ['bare', 'ours'] as const) results[each].push(await measure(each));
  }
  const memory = (each: Kind) => median(results[each].map(({ bytesPerSocket }) => bytesPerSocket));
  const p99 = (each: Kind) => median(results[each].map(({ delays }) => percentile(delays, 0.99)));
  const ratio = memory('ours') / memory('bare');
  print({
    bench: 'live sockets, idle',
    unit: 'bytes/socket',
    value: memory('ours'),
    baseline: memory('bare'),
    ratio,
    reach: 2.5,
    ok: ratio <= 2.5,
  });
  const p50 = median(results.ours.map(({ delays }) => percentile(delays, 0.5)));
  const frames = results.ours.map(({ delays }) => delays.length);
  print({
    bench: 'live frames, 4/s',
    unit: 'ms p99',
    value: p99('ours'),
    p50,
    baseline: p99('bare'),
    frames,
    reach: 500,
    ok: p99('ours') <= 500,
  });
}

async function measure(each: Kind): Promise<Round> {
  const server = start('server', each);
  const { port: at } = await said<{ port: number }>(server, 'listening');
  const before = await asked<{ rss: number }>(server, 'memory');
  const clients = start('clients', each, String(at));
  await said(clients, 'subscribed');
  await delay(500);
  const after = await asked<{ rss: number }>(server, 'memory');
  server.send('go');
  await delay(1_000);
  const { delays } = await asked<{ delays: number[] }>(clients, 'measure');
  for (const child of [clients, server]) {
    child.kill();
    await once(child, 'exit');
  }
  const expected = (count * measureMs) / frameEveryMs;
  if (delays.length < expected * 0.8) process.stderr.write(`${each}: ${delays.length} of ${expected} frames arrived\n`);
  return { bytesPerSocket: (after.rss - before.rss) / count, delays };
}

async function serve(each: Kind): Promise<void> {
  const server = await (each === 'ours' ? startOurs() : startBare());
  process.on('message', (message) => {
    if (message === 'go') setInterval(() => server.changeAll(), frameEveryMs);
    else void settledMemory().then((rss) => process.send?.({ about: 'memory', rss }));
  });
  process.send?.({ about: 'listening', port: server.port });
}

async function settledMemory(): Promise<number> {
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc?.();
    await delay(50);
  }
  return process.memoryUsage.rss();
}

async function listen(each: Kind, at: number): Promise<void> {
  const clients = new Clients(at, each === 'ours' ? liveSpeech : bareSpeech);
  await clients.open(count);
  process.on('message', () => void clients.measure(measureMs).then((delays) => process.send?.({ about: 'measure', delays })));
  process.send?.({ about: 'subscribed' });
}

function start(...rest: string[]): ChildProcess {
  return fork(fileURLToPath(import.meta.url), rest, { execArgv: ['--expose-gc'] });
}

async function asked<T>(child: ChildProcess, about: string): Promise<T> {
  child.send(about);
  return said<T>(child, about);
}

async function said<T>(child: ChildProcess, about: string): Promise<T> {
  const answer = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a process ended (${code}) before it said ${about}`)));
  });
  return answer as T;
}

function percentile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
}

function median(values: number[]): number {
  return percentile(values, 0.5);
}

function print(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
