import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import type { Role } from '../../platform/config/config';
import { FollowIndicators } from './application/follow-indicators';
import { ReadCorrelation } from './application/read-correlation';
import { CorrelationController } from './http/correlation.controller';
import { IndicatorChannels } from './ws/indicator-channels';

const byRole: Record<Role, { providers: Provider[]; controllers: Type[] }> = {
  api: {
    providers: [FollowIndicators, IndicatorChannels, ReadCorrelation],
    controllers: [CorrelationController],
  },
  ingest: { providers: [], controllers: [] },
  worker: { providers: [], controllers: [] },
};

/** What is computed from the market, as far as the process's roles need it. */
@Module({})
export class AnalyticsModule {
  static with(market: DynamicModule, roles: Role[]): DynamicModule {
    return {
      module: AnalyticsModule,
      imports: [market],
      providers: roles.flatMap((role) => byRole[role].providers),
      controllers: roles.flatMap((role) => byRole[role].controllers),
    };
  }
}
