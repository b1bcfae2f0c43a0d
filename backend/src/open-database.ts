import type { DataMode } from '@tideline/contracts';
import { chooseMarketMode, rememberMode } from './modules/market';
import type { Config } from './platform/config/config';
import type { Database } from './platform/database/database';
import type { DatabaseServer } from './platform/database/database-server';

/** Opens the database of this run's mode. The live one remembers which mode the install has, so it is asked first unless MARKET_MODE says simulated. */
export async function openDatabase(config: Config, server: DatabaseServer): Promise<{ database: Database; dataMode: DataMode }> {
  if (config.MARKET_MODE === 'simulated') return { database: await server.open('simulated'), dataMode: 'simulated' };
  const live = await server.open('live');
  const dataMode = await chooseMarketMode(config, live);
  if (dataMode === 'live') return { database: live, dataMode };
  await live.close();
  return { database: await server.open(dataMode), dataMode };
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
