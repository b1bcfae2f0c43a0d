import 'reflect-metadata';
import { assembleApp } from './app';
import { readConfig } from './platform/config/config';
import { Database } from './platform/database/database';
import { FreeDisk } from './platform/database/free-disk';
import { openApiDocument } from './platform/http/openapi/document';
import { createLog } from './platform/observability/log';

/** Gives the text of docs/openapi.json. Nothing is started and no database is asked: the routes alone say it all. */
export async function openApiFile(): Promise<string> {
  const config = readConfig({ JWT_SECRET: 'only-routes-are-described-nothing-is-signed', LOG_LEVEL: 'silent' });
  const log = createLog(config.LOG_LEVEL);
  const database = new Database({});
  const app = await assembleApp({
    config: { ...config, ROLES: ['api'] },
    log,
    database,
    databaseAddress: 'postgres://nowhere',
    partitions: null,
    freeDisk: new FreeDisk('.', () => undefined),
    dataMode: 'simulated',
    rememberMode: () => Promise.resolve(),
  });
  const document = openApiDocument(app);
  await app.close();
  await database.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}
