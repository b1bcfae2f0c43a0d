import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { DataMode } from '@tideline/contracts';
import { MarketModule } from './modules/market';
import { CONFIG, type Config } from './platform/config/config';
import { Database } from './platform/database/database';
import { DATABASE_ADDRESS } from './platform/database/database-address';
import { EventsModule } from './platform/events/events.module';
import { ProblemFilter } from './platform/http/problem.filter';
import { ReadyAnswers } from './platform/http/ready-answers';
import { HealthController } from './platform/observability/health.controller';
import { Health } from './platform/observability/health';
import { LOG, type Log } from './platform/observability/log';

/** What exists before Nest does and every module may ask for. */
export interface AppParts {
  config: Config;
  log: Log;
  database: Database;
  databaseAddress: string;
  dataMode: DataMode;
}

@Module({})
class PlatformModule {
  static with({ config, log, database, databaseAddress }: AppParts, ready: ReadyAnswers): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: LOG, useValue: log },
      { provide: Database, useValue: database },
      { provide: DATABASE_ADDRESS, useValue: databaseAddress },
      Health,
      { provide: ReadyAnswers, useValue: ready },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers, controllers: [HealthController] };
  }
}

/** The process as its ROLES ask for it. */
@Module({})
export class AppModule {
  static with(parts: AppParts, ready: ReadyAnswers): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(parts, ready),
        EventsModule,
        MarketModule.with({ dataMode: parts.dataMode, roles: parts.config.ROLES }),
      ],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
