import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import type { DataMode } from '@tideline/contracts';
import type { FastifyInstance } from 'fastify';
import { AdminModule } from './modules/admin';
import { AnalyticsModule, analyticsSchedule } from './modules/analytics';
import { MarketModule, marketSchedule } from './modules/market';
import { UsersModule, usersSchedule } from './modules/users';
import { AccessModule } from './platform/access/access.module';
import { auditKey } from './platform/audit/audit-chain';
import { AuditLog } from './platform/audit/audit-log';
import { AuditReader } from './platform/audit/audit-reader';
import { NotedHead } from './platform/audit/noted-head';
import { WatchAuditLog } from './platform/audit/watch-audit-log';
import { CONFIG, type Config } from './platform/config/config';
import { signingSecret } from './platform/config/secret';
import { Database } from './platform/database/database';
import { DATABASE_ADDRESS } from './platform/database/database-address';
import { FreeDisk } from './platform/database/free-disk';
import { Partitions } from './platform/database/partitions';
import { EventsModule } from './platform/events/events.module';
import { ErrorForms } from './platform/http/error-forms';
import { IdempotencyKeys } from './platform/http/idempotency/idempotency-keys';
import { ProblemFilter } from './platform/http/problem.filter';
import { ReadyAnswers } from './platform/http/ready-answers';
import { UnknownQueryGuard } from './platform/http/unknown-query.guard';
import type { WebServer } from './platform/http/web-server';
import type { JobBackend } from './platform/jobs/job-backend';
import { JobsModule } from './platform/jobs/jobs.module';
import { HealthController } from './platform/observability/health.controller';
import { Health } from './platform/observability/health';
import { LOG, type Log } from './platform/observability/log';
import { MetricsController } from './platform/observability/metrics.controller';
import { Metrics } from './platform/observability/metrics';
import { RequestCounts } from './platform/observability/request-counts';
import { WatchPlatform } from './platform/observability/watch-platform';
import { RealtimeModule } from './platform/realtime/live/realtime.module';
import { Threads } from './platform/threads/threads';

/** What exists before Nest does and every module may ask for. */
export interface AppParts {
  config: Config;
  log: Log;
  database: Database;
  databaseAddress: string;
  /** Null in a process that only serves: it writes nothing. */
  partitions: Partitions | null;
  freeDisk: FreeDisk;
  dataMode: DataMode;
  /** Keeps the mode for the next start. */
  rememberMode: (mode: DataMode) => Promise<void>;
}

@Module({})
class PlatformModule {
  static with(parts: AppParts, server: WebServer): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: parts.config },
      { provide: LOG, useValue: parts.log },
      { provide: Database, useValue: parts.database },
      { provide: DATABASE_ADDRESS, useValue: parts.databaseAddress },
      { provide: Partitions, useValue: parts.partitions },
      { provide: FreeDisk, useValue: parts.freeDisk },
      { provide: ReadyAnswers, useValue: server.ready },
      { provide: ErrorForms, useValue: server.getInstance<FastifyInstance>().errorForms },
      { provide: Metrics, useValue: server.metrics },
      { provide: AuditLog, useValue: new AuditLog(auditKey(signingSecret(parts.config), parts.dataMode)) },
      Health,
      AuditReader,
      { provide: NotedHead, useValue: new NotedHead(parts.config.DATA_DIR, parts.dataMode) },
      IdempotencyKeys,
      Threads,
      RequestCounts,
    ];
    const controllers = [HealthController, MetricsController];
    return {
      module: PlatformModule,
      global: true,
      providers: [...providers, WatchPlatform, ...(parts.config.ROLES.includes('api') ? [WatchAuditLog] : [])],
      exports: providers,
      controllers,
    };
  }
}

/** The process as its ROLES ask for it. */
@Module({})
export class AppModule {
  static with(parts: AppParts, server: WebServer): DynamicModule {
    const { config, dataMode, log } = parts;
    const works = config.ROLES.includes('worker');
    const market = MarketModule.with({ dataMode, roles: config.ROLES, rememberMode: parts.rememberMode });
    const users = UsersModule.with(config.ROLES);
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(parts, server),
        AccessModule.with(server.identities),
        EventsModule,
        ...(config.ROLES.includes('api') ? [RealtimeModule] : []),
        JobsModule.with({
          backend: jobBackend(parts),
          definitions: [...marketSchedule, ...analyticsSchedule, ...usersSchedule],
          log,
          works,
        }),
        users,
        market,
        AnalyticsModule.with(market, config.ROLES),
        ...(config.ROLES.includes('api') ? [AdminModule.with({ users, market })] : []),
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: UnknownQueryGuard },
      ],
    };
  }
}

/** Each mode has its own jobs, as it has its own database. */
function jobBackend({ config, databaseAddress, dataMode }: AppParts): JobBackend {
  if (config.REDIS_URL === undefined) return { kind: 'postgres', url: databaseAddress };
  return { kind: 'redis', url: config.REDIS_URL, prefix: `tideline-${dataMode}` };
}
