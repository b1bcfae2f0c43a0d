import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import type { Role } from '../../platform/config/config';
import { FollowIndicators } from './application/follow-indicators';
import { LeadAlerts } from './application/lead-alerts';
import { ListAlerts } from './application/list-alerts';
import { ReadCorrelation } from './application/read-correlation';
import { ReadIndicators } from './application/read-indicators';
import { ReadUdf } from './application/read-udf';
import { MarketAlerts } from './db/market-alerts.repository';
import { AlertsController } from './http/alerts.controller';
import { CorrelationController } from './http/correlation.controller';
import { IndicatorsController } from './http/indicators.controller';
import { UdfController } from './http/udf.controller';
import { AlertNotices } from './ws/alert-notices';
import { IndicatorChannels } from './ws/indicator-channels';

const byRole: Record<Role, { providers: Provider[]; controllers: Type[] }> = {
  api: {
    providers: [
      FollowIndicators,
      IndicatorChannels,
      ReadCorrelation,
      ReadIndicators,
      MarketAlerts,
      LeadAlerts,
      ListAlerts,
      AlertNotices,
      ReadUdf,
    ],
    controllers: [CorrelationController, IndicatorsController, AlertsController, UdfController],
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
