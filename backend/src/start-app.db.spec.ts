import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { until } from '../test/until';
import { startApp } from './app';
import { readConfig } from './platform/config/config';
import { freePort } from './platform/database/embedded/postgres-process';
import { StartError } from './platform/observability/process-end';

jest.setTimeout(60_000);

let folder: string;
let rival: Server;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-start-'));
  rival = createServer();
});
afterEach(async () => {
  await new Promise((resolve) => rival.close(resolve));
  await rm(folder, { recursive: true });
});

it('stops everything without a complaint when another program takes PORT while the app starts', async () => {
  const complaints: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void complaints.push(line) });
  const port = await freePort();
  const data = join(folder, 'data');
  const config = readConfig({ NODE_ENV: 'test', DATA_DIR: data, MARKET_MODE: 'simulated', ASSETS: 'BTC', PORT: String(port) });
  const starting = startApp(config, log).catch((reason: unknown) => reason);
  // The port was looked at before anything was made.
  await until('the start to go on', () => existsSync(join(data, 'postgres')), 20_000, 10);
  await new Promise<void>((resolve) => rival.listen(port, '127.0.0.1', resolve));
  const error = await starting;
  expect(error).toBeInstanceOf(StartError);
  expect((error as Error).message).toMatch(`PORT ${port} is in use`);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(complaints).toEqual([]);
  expect(existsSync(join(data, 'postgres/postmaster.pid'))).toBe(false);
});
