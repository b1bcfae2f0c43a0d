import 'reflect-metadata';
import { seriesTables } from './modules/market';
import { readConfig } from './platform/config/config';
import { joinDatabaseServer } from './platform/database/database-server';
import { writeBackup } from './platform/database/backup/write-backup';
import { createLog } from './platform/observability/log';
import { runCommand } from './platform/observability/command';

await runCommand('backup', async (file) => {
  const config = readConfig(process.env);
  const server = await joinDatabaseServer(config, createLog('warn'));
  try {
    const databases = [];
    for (const mode of ['live', 'simulated'] as const) {
      if (await server.exists(mode)) databases.push({ mode, url: server.url(mode) });
    }
    await writeBackup({ databases, dataDir: config.DATA_DIR, series: seriesTables(config) }, file);
    return `${file} holds ${databases.map(({ mode }) => mode).join(' and ') || 'no data'}`;
  } finally {
    await server.stop();
  }
});
