import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import type { INestApplicationContext, Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataMode } from '@tideline/contracts';
import { pino } from 'pino';
import { openTestDatabase } from '../../../../test/test-database';
import { CONFIG, readConfig } from '../../../platform/config/config';
import { Database } from '../../../platform/database/database';
import { Partitions } from '../../../platform/database/partitions';
import { EventBridge } from '../../../platform/events/event-bridge';
import { LocalEventBridge } from '../../../platform/events/local-event-bridge';
import { Jobs } from '../../../platform/jobs/jobs';
import { JobsModule } from '../../../platform/jobs/jobs.module';
import { MarketRegistry } from '../db/market-registry';
import { seriesTables } from '../db/series-tables';
import { MarketJobsModule } from './market-jobs.module';
import { keepPartitions, marketSchedule } from './schedule';

jest.setTimeout(60_000);

const log = pino({ level: 'silent' });
const apps: INestApplicationContext[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

async function startWorker(mode: DataMode, environment: Record<string, string> = {}, assets = ['BTC', 'ETH']) {
  const database = await openTestDatabase();
  await new MarketRegistry(database).seedAssets(assets);
  const config = readConfig(environment);
  const partitions = await Partitions.prepare(database, seriesTables(config), Date.now(), log);
  const providers: Provider[] = [
    { provide: CONFIG, useValue: config },
    { provide: Database, useValue: database },
    { provide: EventBridge, useClass: LocalEventBridge },
    { provide: Partitions, useValue: partitions },
  ];
  @Module({})
  class Platform {}
  const platform = { module: Platform, global: true, providers, exports: providers };
  const jobs = JobsModule.with({ backend: { kind: 'postgres', url: database.url }, definitions: marketSchedule, log, works: true });
  @Module({ imports: [platform, jobs, MarketJobsModule.with(mode)] })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  apps.push(app);
  return { database, jobs: app.get(Jobs) };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(50)) if (await condition()) return;
  throw new Error('timed out');
}

describe('the jobs of the market', () => {
  it('fill the market-wide figures of a simulated install at once, and keep partitions', async () => {
    const { database, jobs } = await startWorker('simulated');
    await jobs.add(keepPartitions, {});
    await until(() => jobs.lastOutcomes().size === 3);
    expect([...jobs.lastOutcomes()].map(([job, { outcome }]) => [job, outcome]).sort()).toEqual([
      ['keep-partitions', 'completed'],
      ['update-asset-facts', 'completed'],
      ['update-global-facts', 'completed'],
    ]);
    const assets = await database.query(
      'SELECT symbol, market_cap > 1e11 AS large, cardinality(sparkline_7d) AS points FROM asset_snapshots ORDER BY symbol',
    );
    expect(assets).toEqual([
      { symbol: 'BTC', large: true, points: 168 },
      { symbol: 'ETH', large: true, points: 168 },
    ]);
    expect(await database.query('SELECT btc_dominance > 0 AS known FROM market_snapshots')).toEqual([{ known: true }]);
  });

  it('fill them also when they come before the first ingestion, from the assets of the configuration', async () => {
    const { database, jobs } = await startWorker('simulated', { ASSETS: 'SOL,BTC' }, []);
    await until(() => jobs.lastOutcomes().has('update-asset-facts'));
    expect(await database.query('SELECT symbol FROM asset_snapshots ORDER BY symbol')).toEqual([{ symbol: 'BTC' }, { symbol: 'SOL' }]);
  });

  it('show that CoinGecko refuses the key, count the calls, and do not ask again at once', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"status":{"error_code":10002,"error_message":"API Key Missing"}}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { database, jobs } = await startWorker('live', { COINGECKO_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    await until(() => jobs.lastOutcomes().size === 2);
    server.close();
    const refusal = { outcome: 'failed', detail: 'coingecko: the API key is missing (10002)' };
    expect(jobs.lastOutcomes().get('update-asset-facts')).toMatchObject(refusal);
    expect(jobs.lastOutcomes().get('update-global-facts')).toMatchObject(refusal);
    expect(await jobs.counts()).toMatchObject({ failed: 2 });
    expect(requests).toBe(2);
    expect(await database.query(`SELECT value->>'used' AS used FROM settings WHERE key = 'coingecko.calls'`)).toEqual([{ used: '2' }]);
    expect(await database.query('SELECT 1 FROM asset_snapshots')).toEqual([]);
  });
});
