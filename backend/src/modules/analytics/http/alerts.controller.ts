import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { listOf, marketAlert, type MarketAlert } from '@tideline/contracts';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { listed } from '../../market';
import { ListAlerts } from '../application/list-alerts';
import { exampleAlert } from './alert-examples';
import { alertsQuery, type AlertsQuery } from './alerts.dto';

/** System-wide alerts on significant moves. */
@ApiTags('Analytics')
@anyone()
@Controller('api/v1/market/alerts')
export class AlertsController {
  constructor(@Inject(ListAlerts) private readonly alerts: ListAlerts) {}

  @Get()
  @answers(
    'Moves that stood out from what is usual for the asset, newest first',
    listOf(marketAlert),
    { data: [exampleAlert], page: { nextCursor: null, limit: 50 } },
    { 404: 'MARKET.UNKNOWN_SYMBOL', 400: 'MARKET.BAD_RANGE' },
  )
  async list(@Query({ schema: alertsQuery }) query: AlertsQuery): Promise<{ data: MarketAlert[] }> {
    const { items, nextCursor } = await this.alerts.page(query);
    return listed(items, query.limit, nextCursor);
  }
}
