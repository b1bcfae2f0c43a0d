import { seriesTables } from './modules/market';
import type { Config } from './platform/config/config';
import { inspectBackup } from './platform/database/backup/inspect-backup';
import { readBackup } from './platform/database/backup/read-backup';
import { startDatabaseServer } from './platform/database/database-server';
import { createLog } from './platform/observability/log';

/** Restores the state that a file holds and says what came of it. The file is read through before anything is started or made. */
export async function restoreState(config: Config, file: string): Promise<string> {
  const log = createLog('warn');
  const backup = await inspectBackup(file, config.DATA_DIR);
  const server = await startDatabaseServer(config, log);
  try {
    const { createdAt, databases } = await readBackup({ server, dataDir: config.DATA_DIR, series: seriesTables(config), log }, backup);
    return `restored the state of ${createdAt}: ${databases.map(({ mode }) => mode).join(' and ') || 'no data'}`;
  } finally {
    await server.stop();
  }
}
