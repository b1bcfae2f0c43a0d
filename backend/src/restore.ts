import 'reflect-metadata';
import { seriesTables } from './modules/market';
import { readConfig } from './platform/config/config';
import { readBackup } from './platform/database/backup/read-backup';
import { startDatabaseServer } from './platform/database/database-server';
import { runCommand } from './platform/observability/command';
import { createLog } from './platform/observability/log';

await runCommand('restore', async (file) => {
  const config = readConfig(process.env);
  const log = createLog('warn');
  const server = await startDatabaseServer(config, log);
  try {
    const { createdAt, databases } = await readBackup({ server, dataDir: config.DATA_DIR, series: seriesTables(config), log }, file);
    return `restored the state of ${createdAt}: ${databases.map(({ mode }) => mode).join(' and ') || 'no data'}`;
  } finally {
    await server.stop();
  }
});
