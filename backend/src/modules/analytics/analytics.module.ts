import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import type { Role } from '../../platform/config/config';
import { FollowAssets } from './application/follow-assets';
import { FollowIndicators } from './application/follow-indicators';
import { LeadAlerts } from './application/lead-alerts';
import { ListAlerts } from './application/list-alerts';
import { RankVolatility } from './application/rank-volatility';
import { ReadCorrelation } from './application/read-correlation';
import { ReadIndicators } from './application/read-indicators';
import { ScreenAssets } from './application/screen-assets';
import { ReadUdf } from './application/read-udf';
import { TakeSnapshots } from './application/take-snapshots';
import { WatchAnalytics } from './application/watch-analytics';
import { MarketAlerts } from './db/market-alerts.repository';
import { Snapshots } from './db/snapshots.repository';
import { AlertsController } from './http/alerts.controller';
import { CorrelationController } from './http/correlation.controller';
import { IndicatorsController } from './http/indicators.controller';
import { ScreenerController } from './http/screener.controller';
import { UdfController } from './http/udf.controller';
import { UdfErrors } from './http/udf-errors';
import { VolatilityRankingController } from './http/volatility-ranking.controller';
import { TakeDailySnapshotsJob } from './jobs/take-daily-snapshots.job';
import { AlertNotices } from './ws/alert-notices';
import { IndicatorChannels } from './ws/indicator-channels';

const byRole: Record<Role, { providers: Provider[]; controllers: Type[] }> = {
  api: {
    providers: [
      FollowIndicators,
      IndicatorChannels,
      ReadCorrelation,
      RankVolatility,
      ReadIndicators,
      FollowAssets,
      ScreenAssets,
      MarketAlerts,
      LeadAlerts,
      ListAlerts,
      AlertNotices,
      WatchAnalytics,
      ReadUdf,
      UdfErrors,
    ],
    controllers: [
      CorrelationController,
      VolatilityRankingController,
      IndicatorsController,
      ScreenerController,
      AlertsController,
      UdfController,
    ],
  },
  ingest: { providers: [], controllers: [] },
  worker: { providers: [TakeSnapshots, TakeDailySnapshotsJob], controllers: [] },
};

/** What is computed from the market, as far as the process's roles need it. */
@Module({})
export class AnalyticsModule {
  static with(market: DynamicModule, roles: Role[]): DynamicModule {
    return {
      module: AnalyticsModule,
      imports: [market],
      providers: [Snapshots, ...roles.flatMap((role) => byRole[role].providers)],
      controllers: roles.flatMap((role) => byRole[role].controllers),
    };
  }
}
