import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { openTestDatabase } from '../../../test/test-database';
import { Leadership } from './leadership';

const script = join(process.cwd(), 'dist/test/leadership-process.mjs');
const running: ChildProcess[] = [];
let url: string;
let database: Awaited<ReturnType<typeof openTestDatabase>>;

beforeAll(async () => {
  database = await openTestDatabase();
  ({ url } = database);
  await build({
    entryPoints: ['backend/test/leadership-process.ts'],
    outfile: script,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
  });
}, 60_000);
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** What one competitor said, and when. */
interface Competitor {
  said: { what: string; at: number }[];
  leads(): boolean;
}

async function compete(name: string): Promise<Competitor & { child: ChildProcess }> {
  const child = spawn(process.execPath, [script, url, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  const said: Competitor['said'] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [what = '', at] = line.split(' ');
    said.push({ what, at: Number(at) });
  });
  await until(() => said.some(({ what }) => what === 'ready'), 20_000);
  return { child, said, leads: () => said.findLast(({ what }) => what !== 'ready')?.what === 'start' };
}

async function until(done: () => boolean, withinMs: number): Promise<number> {
  const started = Date.now();
  while (!done()) {
    if (Date.now() - started > withinMs) throw new Error(`not within ${withinMs} ms`);
    await delay(20);
  }
  return Date.now() - started;
}

const at = (competitor: Competitor, what: string) => competitor.said.findLast((one) => one.what === what)?.at ?? NaN;

it('lets one of three processes lead, another within 15 s of its kill -9, and the last after an orderly end', async () => {
  const all = [await compete('a'), await compete('a'), await compete('a')] as const;
  const [first, ...others] = all;
  expect(all.map((one) => one.leads())).toEqual([true, false, false]);

  first.child.kill('SIGKILL');
  const took = await until(() => others.some((one) => one.leads()), 15_000);
  const second = others.find((one) => one.leads());
  process.stdout.write(`leadership: another process leads ${took} ms after kill -9\n`);
  expect(others.filter((one) => one.leads())).toHaveLength(1);

  second?.child.kill('SIGTERM');
  await once(second?.child as ChildProcess, 'exit');
  const third = others.find((one) => one !== second) as Competitor;
  await until(() => third.leads(), 15_000);
  expect(at(third, 'start')).toBeGreaterThanOrEqual(at(second as Competitor, 'stop'));
}, 60_000);

it('ends the duty at once when its connection is cut, and takes it up again', async () => {
  const only = await compete('b');
  const cutAt = Date.now();
  await database.query(`SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND datname = current_database()`);
  await until(() => only.said.some(({ what }) => what === 'stop'), 2_000);
  expect(at(only, 'stop') - cutAt).toBeLessThan(1_000);
  await until(() => only.leads(), 7_000);
}, 30_000);

interface Relay {
  url: string;
  silence(): void;
  speak(): void;
  /** Ends the connections on our side only: the server takes them for alive. */
  dropInward(): void;
  end(): void;
}

/** A TCP relay that can fall silent without closing anything, as a dead network does. */
async function relayTo(target: string): Promise<Relay> {
  const { hostname, port } = new URL(target);
  const pairs: [Socket, Socket][] = [];
  let silent = false;
  const server = createServer((inward) => {
    const outward = connect(Number(port), hostname);
    pairs.push([inward, outward]);
    for (const socket of [inward, outward]) socket.on('error', () => undefined);
    inward.on('data', (data) => silent || outward.write(data));
    outward.on('data', (data) => silent || inward.write(data));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(target);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  const silence = () => void (silent = true);
  const speak = () => void (silent = false);
  const dropInward = () => pairs.forEach(([inward]) => inward.destroy());
  const end = () => (pairs.flat().forEach((socket) => socket.destroy()), server.close());
  return { url: through.href, silence, speak, dropInward, end };
}

it('hands over within 15 s when the leader hangs, and the one that wakes up stops', async () => {
  const [first, second] = [await compete('c'), await compete('c')];
  first.child.kill('SIGSTOP');
  const took = await until(() => second.leads(), 15_000);
  process.stdout.write(`leadership: another process leads ${took} ms after the leader hangs\n`);
  first.child.kill('SIGCONT');
  await until(() => !first.leads(), 2_000);
  expect(second.leads()).toBe(true);
}, 40_000);

it('stops before another one starts when the leader’s connection falls silent', async () => {
  const relay = await relayTo(url);
  const said: Competitor['said'] = [];
  const say = (what: string) => void said.push({ what, at: Date.now() });
  const cutOff = new Leadership({ connectionString: relay.url }, 'd', { start: () => say('start'), stop: () => say('stop') });
  await cutOff.start();
  const other = await compete('d');
  expect([cutOff.leading, other.leads()]).toEqual([true, false]);
  relay.silence();
  const took = await until(() => other.leads(), 15_000);
  process.stdout.write(`leadership: another process leads ${took} ms after the leader's connection falls silent\n`);
  expect(at({ said, leads: () => false }, 'stop')).toBeLessThan(at(other, 'start'));
  await cutOff.stop();
  relay.end();
}, 40_000);

it('gives up a duty that could not start, and competes again', async () => {
  const said: string[] = [];
  const start = () => {
    said.push('start');
    if (said.length === 1) throw new Error('the database was not ready');
  };
  const leadership = new Leadership({ connectionString: url }, 'e', { start, stop: () => void said.push('stop') });
  await leadership.start();
  await until(() => said.length === 3, 7_000);
  expect([said, leadership.leading]).toEqual([['start', 'stop', 'start'], true]);
  await leadership.stop();
  expect([said.at(-1), leadership.leading]).toEqual(['stop', false]);
}, 20_000);

/** A leader that keeps its duty, and what it said. */
function keeper(address: string, name: string) {
  const said: string[] = [];
  const duty = { start: () => void said.push('start'), stop: () => void said.push('stop') };
  return { said, leadership: new Leadership({ connectionString: address }, name, duty, { keep: true }) };
}

async function lockPid(): Promise<number> {
  const [row] = await database.query<{ pid: number }>(`SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND datname = current_database()`);
  return row?.pid ?? 0;
}

it('keeps a duty that it is told to keep while its connection is cut, and has the lock again within 7 s', async () => {
  const { said, leadership } = keeper(url, 'f');
  await leadership.start();
  const before = await lockPid();
  await database.query('SELECT pg_terminate_backend($1)', [before]);
  let after = 0;
  await until(() => (void lockPid().then((pid) => (after = pid)), after !== 0 && after !== before), 7_000);
  expect([said, leadership.leading]).toEqual([['start'], true]);
  await leadership.stop();
  expect([said, await lockPid()]).toEqual([['start', 'stop'], 0]);
}, 20_000);

it('keeps its duty though its own dead session holds the lock for 9 s more', async () => {
  const relay = await relayTo(url);
  const { said, leadership } = keeper(relay.url, 'g');
  await leadership.start();
  const before = await lockPid();
  relay.dropInward();
  await delay(4_000);
  expect(await lockPid()).toBe(before);
  let after = 0;
  await until(() => (void lockPid().then((pid) => (after = pid)), after !== 0 && after !== before), 12_000);
  expect([said, leadership.leading]).toEqual([['start'], true]);
  await leadership.stop();
  relay.end();
}, 40_000);

it('ends a duty that it is told to keep once it sees that another process holds the lock', async () => {
  const relay = await relayTo(url);
  const { said, leadership } = keeper(relay.url, 'h');
  await leadership.start();
  const other = await compete('h');
  relay.silence();
  await until(() => other.leads(), 15_000);
  expect(said).toEqual(['start']);
  relay.speak();
  await until(() => !leadership.leading, 10_000);
  expect([said, other.leads()]).toEqual([['start', 'stop'], true]);
  await leadership.stop();
  relay.end();
}, 40_000);
