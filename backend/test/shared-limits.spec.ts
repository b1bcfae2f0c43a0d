import { randomBytes } from 'node:crypto';
import { Database } from '../src/platform/database/database';
import { onServer } from './database-server';
import { AppProcess, buildApp } from './faults/app-process';
import { bearer, newPerson, send } from './people';
import type { TestApp } from './test-app';
import { openTestDatabase } from './test-database';
import { until } from './until';

jest.setTimeout(240_000);

const redisUrl = process.env['TEST_REDIS_URL'];
const path = '/api/v1/assets';

if (redisUrl === undefined) {
  process.stdout.write('skipped: limits of several processes over Redis (TEST_REDIS_URL is unset)\n');
} else {
  describe('two API processes on one Redis', () => {
    const processes: AppProcess[] = [];
    let database: Database;
    let ownUrl: string;

    beforeAll(async () => {
      buildApp();
      const { url } = await openTestDatabase();
      ownUrl = url;
      const environment = {
        MARKET_MODE: 'simulated',
        JWT_SECRET: 'x'.repeat(32),
        ROLES: 'api',
        DATABASE_URL: url,
        REDIS_URL: redisUrl,
        TRUST_PROXY: 'true',
        RATE_LIMIT_AUTHENTICATED: '150/hour',
      };
      for (let n = 0; n < 2; n += 1) processes.push(new AppProcess(environment));
      for (const one of processes) await one.start();
      database = new Database({ connectionString: `${url}_sim` });
    });
    afterAll(async () => {
      await database.close();
      await Promise.all(processes.map((one) => one.stop()));
      await onServer(ownUrl, `DROP DATABASE ${new URL(ownUrl).pathname.slice(1)}_sim WITH (FORCE)`);
    });

    /** Eight clients that ask 40 times each, every other one at the other process; gives how many answers had each status. */
    const askByEight = async (headers: Record<string, string>): Promise<Record<number, number>> => {
      const statuses: Record<number, number> = {};
      const client = async (url: string): Promise<void> => {
        for (let n = 0; n < 40; n += 1) {
          const answer = await fetch(`${url}${path}`, { headers });
          await answer.arrayBuffer();
          statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        }
      };
      await Promise.all(Array.from({ length: 8 }, (_, n) => client(processes[n % 2]?.url ?? '')));
      return statuses;
    };
    const address = () => `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1`;

    it('let exactly 100 of 320 anonymous requests pass', async () => {
      expect(await askByEight({ 'x-forwarded-for': address() })).toEqual({ 200: 100, 429: 220 });
    });

    it('let exactly 150 of 320 requests with one key pass, and a key that is revoked at one is dead at the other', async () => {
      const from = { 'x-forwarded-for': address() };
      const [here, there] = processes.map(({ url }) => ({ url, database }) as TestApp) as [TestApp, TestApp];
      const { accessToken } = await newPerson(here);
      const made = await send(here, 'POST', '/users/me/api-keys', { name: 'Sheet', scopes: ['read'] }, bearer(accessToken));
      const key = { 'x-api-key': String(made.body['key']) };
      expect(await askByEight({ ...from, ...key })).toEqual({ 200: 150, 429: 170 });
      expect((await send(there, 'GET', '/auth/me', undefined, key)).status).toBe(429);
      await send(here, 'DELETE', `/users/me/api-keys/${String(made.body['id'])}`, undefined, bearer(accessToken));
      // As an invalid credential it counts as anonymous.
      await until(
        'it is dead at the other',
        async () => (await send(there, 'GET', '/auth/me', undefined, key)).body.code === 'AUTH.KEY_REVOKED',
        5_000,
      );
    });
  });
}
