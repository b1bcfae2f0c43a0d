import 'reflect-metadata';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { load, median } from './load';
import { startMarketApp } from './market-app';

const rounds = 5;
const seconds = 1.5;
const connections = 64;
const hot = '/api/v1/market/prices';
const ordinary = '/api/v1/market/prices?symbols=BTC';

type Measured = Awaited<ReturnType<typeof load>>;

/** `GET /market/prices` (20 assets) as bytes and an ordinary Nest route, each against node:http that sends the same bytes and headers. */
async function main(): Promise<void> {
  const market = await startMarketApp();
  await measure(market.port);
  await market.close();
}

async function measure(port: number): Promise<void> {
  const results = new Map<string, Measured[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const path of [hot, ordinary]) {
      const twin = await rawTwin(port, path);
      const run = (to: number) => load({ port: to, paths: [path], connections, seconds });
      add(results, `raw ${path}`, await run((twin.address() as AddressInfo).port));
      add(results, path, await run(port));
      twin.close();
    }
  }
  for (const path of [hot, ordinary]) report(path, results.get(path) ?? [], results.get(`raw ${path}`) ?? []);
}

/** node:http that answers with the same bytes and headers as the product did a moment ago. */
async function rawTwin(port: number, path: string): Promise<Server> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  const body = Buffer.from(await answer.arrayBuffer());
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !['connection', 'keep-alive', 'date'].includes(name)));
  headers['content-length'] = String(body.length);
  const twin = createServer((_request, response) => response.writeHead(200, headers).end(body));
  await new Promise<void>((resolve) => twin.listen(0, '127.0.0.1', resolve));
  return twin;
}

function add(results: Map<string, Measured[]>, name: string, result: Measured): void {
  results.set(name, [...(results.get(name) ?? []), result]);
}

function report(path: string, ours: Measured[], raw: Measured[]): void {
  const middle = (results: Measured[], pick: (result: Measured) => number): number => median(results.map(pick));
  const [wall, rawWall] = [middle(ours, (one) => one.requestsPerSecond), middle(raw, (one) => one.requestsPerSecond)];
  const [cpu, rawCpu] = [middle(ours, (one) => one.perCpuSecond), middle(raw, (one) => one.perCpuSecond)];
  const line = {
    bench: 'http-reads',
    path,
    requestsPerSecond: wall,
    rawRequestsPerSecond: rawWall,
    ratio: hundredths(wall / rawWall),
    perCpuSecond: cpu,
    rawPerCpuSecond: rawCpu,
    cpuRatio: hundredths(cpu / rawCpu),
    p95Ms: middle(ours, (one) => one.p95Ms),
    rawP95Ms: middle(raw, (one) => one.p95Ms),
    failures: ours.reduce((sum, one) => sum + one.failures, 0),
    rounds,
    connections,
  };
  console.log(JSON.stringify(line));
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

await main();
