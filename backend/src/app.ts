import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import type { Config } from './platform/config/config';
import { signingSecret } from './platform/config/secret';
import { PageCookie } from './platform/http/page-cookie';
import { LocalRateLimits } from './platform/http/rate-limit';
import { validationPipe } from './platform/http/validation';
import { createWebServer } from './platform/http/web-server';
import type { Log } from './platform/observability/log';
import { NestLog } from './platform/observability/nest-log';
import { StartError } from './platform/observability/process-end';

/** A process that serves. */
export interface RunningApp {
  url: string;
  nest: NestFastifyApplication;
  stop(): Promise<void>;
}

/** Starts everything that ROLES asks for and resolves when it serves. Throws when a part cannot start. */
export async function startApp(config: Config, log: Log): Promise<RunningApp> {
  const page = new PageCookie(signingSecret(config), config.PUBLIC_URL?.startsWith('https://') ?? false);
  const limits = new LocalRateLimits({ anonymous: config.RATE_LIMIT_ANONYMOUS, burst: config.RATE_LIMIT_BURST }, page);
  const server = await createWebServer(config, limits, page);
  const nest = await NestFactory.create<NestFastifyApplication>(AppModule.with({ config, log }), server, {
    logger: new NestLog(log),
    abortOnError: false,
    bodyParser: false,
  });
  nest.useGlobalPipes(validationPipe());
  await nest.init();
  const url = await server
    .getInstance()
    .listen({ port: config.PORT, host: config.HOST })
    .catch((error: unknown) => refuseBusyPort(config, error));
  return { url, nest, stop: () => nest.close() };
}

function refuseBusyPort({ PORT, HOST }: Config, error: unknown): never {
  const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  throw busy ? new StartError(`PORT ${PORT} is in use on ${HOST}: stop the other program or set another, for example PORT=3001`) : error;
}
