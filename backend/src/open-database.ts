import type { DataMode } from '@tideline/contracts';
import { chooseMarketMode, rememberMode } from './modules/market';
import type { Config } from './platform/config/config';
import type { Database } from './platform/database/database';
import type { DatabaseServer } from './platform/database/database-server';
import type { Log } from './platform/observability/log';

/**
 * Opens the database of this run's mode and logs why it is this one. The live database remembers which mode the install has, so it is
 * asked first unless MARKET_MODE says simulated.
 */
export async function openDatabase(config: Config, server: DatabaseServer, log: Log): Promise<{ database: Database; dataMode: DataMode }> {
  const told = (mode: DataMode, reason: string): void => log.info(`the market is ${mode}: ${reason}`);
  if (config.MARKET_MODE === 'simulated') {
    told('simulated', 'MARKET_MODE=simulated');
    return { database: await server.open('simulated'), dataMode: 'simulated' };
  }
  const live = await server.open('live');
  const { mode, reason } = await chooseMarketMode(config, live);
  told(mode, reason);
  if (mode === 'live') return { database: live, dataMode: mode };
  await live.close();
  return { database: await server.open(mode), dataMode: mode };
}

/** Keeps the mode for the next start, in the live database. */
export async function keepMode(server: DatabaseServer, mode: DataMode): Promise<void> {
  const live = await server.open('live');
  try {
    await rememberMode(live, mode);
  } finally {
    await live.close();
  }
}
