import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { listOf, screenerRow, type ScreenerRow } from '@tideline/contracts';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { pageOf } from '../../market';
import { ScreenAssets } from '../application/screen-assets';
import { exampleScreenerRow } from './screener-example';
import { screenerQuery, type ScreenerQuery } from './screener.dto';

const notes = `For example \`?interval=1h&columns=rsi:14,distance:sma:50,high:90d&filter=rsi:14<30,change24h>2&sort=rsi:14&order=asc\`. Values are those of the newest candle, the forming one included; \`values\` holds every column that was asked for, filtered or sorted by, under its canonical spelling. The 90-day high and low are those of the newest 90 daily candles. The first question about an interval reads its candles and takes longer.`;

/** The followed assets, filtered and sorted by what is computed of them. */
@ApiTags('Analytics')
@anyone()
@Controller('api/v1/analytics')
export class ScreenerController {
  constructor(@Inject(ScreenAssets) private readonly assets: ScreenAssets) {}

  @Get('screener')
  @answers(
    'The assets that pass the filters, with indicator values',
    listOf(screenerRow),
    { data: [exampleScreenerRow], page: { nextCursor: null, limit: 50 } },
    {},
    notes,
  )
  async screen(
    @Query({ schema: screenerQuery }) query: ScreenerQuery,
  ): Promise<{ data: ScreenerRow[]; page: { nextCursor: string | null; limit: number } }> {
    return pageOf(await this.assets.rows(query), query);
  }
}
