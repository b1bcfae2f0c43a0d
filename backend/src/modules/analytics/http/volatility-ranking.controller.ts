import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { listOf, volatilityRank, type VolatilityRank } from '@tideline/contracts';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { pageOf } from '../../market';
import { RankVolatility } from '../application/rank-volatility';
import { volatilityRankingQuery, type VolatilityRankingQuery } from './correlation.dto';
import { exampleVolatilityRank } from './correlation-examples';

/** How much assets move. */
@ApiTags('Analytics')
@anyone()
@Controller('api/v1/analytics/volatility')
export class VolatilityRankingController {
  constructor(@Inject(RankVolatility) private readonly volatility: RankVolatility) {}

  @Get()
  @answers(
    'The tracked assets by volatility (of the last 720 closed hours), the most volatile first',
    listOf(volatilityRank),
    { data: [exampleVolatilityRank], page: { nextCursor: null, limit: 50 } },
    { 503: 'HTTP.BUSY' },
  )
  async ranking(@Query({ schema: volatilityRankingQuery }) query: VolatilityRankingQuery): Promise<{ data: VolatilityRank[] }> {
    return pageOf(await this.volatility.ranking(), query);
  }
}
