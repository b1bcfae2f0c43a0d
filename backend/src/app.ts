import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type AppParts } from './app.module';
import { seriesTables } from './modules/market';
import { keepMode, openDatabase } from './open-database';
import type { Config } from './platform/config/config';
import { signingSecret } from './platform/config/secret';
import { startDatabaseServer } from './platform/database/database-server';
import { FreeDisk } from './platform/database/free-disk';
import { Partitions } from './platform/database/partitions';
import { PageCookie } from './platform/http/page-cookie';
import { serveDocumentation } from './platform/http/openapi/documentation';
import { checkPort, explainListenFailure } from './platform/http/port-check';
import { openLimitCounts } from './platform/http/open-limit-counts';
import { limitRules } from './platform/http/limit-counts';
import { RateLimits } from './platform/http/rate-limit';
import { validationPipe } from './platform/http/validation';
import { createWebServer } from './platform/http/web-server';
import type { Log } from './platform/observability/log';
import { RealtimeAdapter } from './platform/realtime/realtime-adapter';
import { NestLog } from './platform/observability/nest-log';

/** A process that serves. */
export interface RunningApp {
  url: string;
  stop(): Promise<void>;
}

/** Starts everything that ROLES asks for and resolves when it serves. Throws, with everything stopped again, when a part cannot start. */
export async function startApp(config: Config, log: Log): Promise<RunningApp> {
  await checkPort(config);
  const server = await startDatabaseServer(config, log);
  /** What is to be closed at the end, the last one first: whoever uses a thing ends before it. */
  const opened: (() => void | Promise<void>)[] = [() => server.stop()];
  const stop = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) {
      await Promise.resolve()
        .then(close)
        .catch((error: unknown) => log.error({ err: error }, 'a part could not be stopped'));
    }
  };
  try {
    const { database, dataMode } = await openDatabase(config, server, log);
    opened.push(() => database.close());
    const freeDisk = new FreeDisk(config.DATA_DIR, ({ scarce }) =>
      log.warn(scarce ? 'the disk is nearly full: raw trades are not stored' : 'there is enough room again: raw trades are stored'),
    );
    if (server.embedded) await freeDisk.start();
    opened.push(() => freeDisk.stop());
    const writes = config.ROLES.some((role) => role !== 'api');
    const partitions = writes ? await Partitions.prepare(database, seriesTables(config), Date.now(), log) : null;
    const app = await createApp({
      config,
      log,
      database,
      databaseAddress: server.url(dataMode),
      partitions,
      freeDisk,
      dataMode,
      rememberMode: (mode) => keepMode(server, mode),
    });
    opened.push(() => app.close());
    return { url: await listen(app, config), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Builds the application on an open database and initialises it; it does not listen yet. Closes what has begun when a part cannot. */
export async function createApp(parts: AppParts): Promise<NestFastifyApplication> {
  const app = await assembleApp(parts);
  try {
    return await app.init();
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
}

/** Puts the application together without starting anything in it: enough to describe its routes. */
export async function assembleApp(parts: AppParts): Promise<NestFastifyApplication> {
  const { config, log } = parts;
  const page = new PageCookie(signingSecret(config), config.PUBLIC_URL?.startsWith('https://') ?? false);
  const limits = new RateLimits(limitRules(config), await openLimitCounts(config, parts.dataMode, log), page);
  const server = await createWebServer(config, log, limits, page);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts, server), server, {
    logger: new NestLog(log),
    abortOnError: false,
    bodyParser: false,
  });
  app.useGlobalPipes(validationPipe());
  app.useWebSocketAdapter(new RealtimeAdapter(app, config));
  await serveDocumentation(app);
  return app;
}

/** Fastify's own listen: Nest's would log a busy port a second time. */
async function listen(nest: NestFastifyApplication, config: Config): Promise<string> {
  try {
    return await nest.getHttpAdapter().getInstance().listen({ port: config.PORT, host: config.HOST });
  } catch (error) {
    throw explainListenFailure(error, config);
  }
}
