import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../../../platform/observability/metrics';
import { FollowIndicators } from './follow-indicators';
import { LeadAlerts } from './lead-alerts';

/** Offers what analytics does in this process as metrics. */
@Injectable()
export class WatchAnalytics implements OnModuleInit {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LeadAlerts) private readonly alerts: LeadAlerts,
    @Inject(FollowIndicators) private readonly indicators: FollowIndicators,
  ) {}

  onModuleInit(): void {
    const { watch } = this.alerts;
    this.metrics.total('tideline_analytics_market_alerts_raised_total', 'Market alerts raised live', ['direction'], () => [
      { value: watch.raised.up, labels: { direction: 'up' } },
      { value: watch.raised.down, labels: { direction: 'down' } },
    ]);
    this.metrics.gauge('tideline_analytics_assets_learnt', 'Assets of which it is known what moves are usual', [], () => [
      { value: watch.assetsLearnt },
    ]);
    this.metrics.gauge('tideline_analytics_live_indicators', 'Indicators that somebody watches live', [], () => [
      { value: this.indicators.indicatorsWatched },
    ]);
  }
}
