import { startTestServer } from './database-server';
import { buildApp } from './faults/app-process';

/**
 * Jest's global set-up: the built backend, of which an app's threads are a part, and one PostgreSQL for the run, its address in a variable
 * that the workers inherit.
 */
export default async function setUp(): Promise<void> {
  buildApp();
  const { server, stop } = await startTestServer();
  process.env['TIDELINE_TEST_SERVER'] = JSON.stringify(server);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().finally(() => process.exit(1)));
  Object.assign(globalThis, { stopTestServer: stop });
}
