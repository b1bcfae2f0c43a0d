import { Module, type DynamicModule } from '@nestjs/common';
import { AdministerAssets } from './application/administer-assets';
import { AdministerUsers } from './application/administer-users';
import { AuditedDeeds } from './application/audited-deeds';
import { ChooseMode } from './application/choose-mode';
import { ReadStatistics } from './application/read-statistics';
import { AdminAssetsController } from './http/assets.controller';
import { AuditLogController } from './http/audit-log.controller';
import { ModeController } from './http/mode.controller';
import { StatisticsController } from './http/statistics.controller';
import { AdminUserController } from './http/user.controller';
import { AdminUsersController } from './http/users.controller';

const verbs = [AuditedDeeds, AdministerUsers, AdministerAssets, ReadStatistics, ChooseMode];
const controllers = [
  AdminUsersController,
  AdminUserController,
  AdminAssetsController,
  StatisticsController,
  ModeController,
  AuditLogController,
];

/** The modules whose verbs administrators use, as this process has them. */
export interface AdministeredModules {
  users: DynamicModule;
  market: DynamicModule;
}

/** What administrators do: only in processes that serve. Composes the verbs of all other modules and keeps nothing of its own. */
@Module({})
export class AdminModule {
  static with({ users, market }: AdministeredModules): DynamicModule {
    return { module: AdminModule, imports: [users, market], providers: verbs, controllers };
  }
}
