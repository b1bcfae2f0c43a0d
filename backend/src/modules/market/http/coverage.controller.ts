import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { coverage, type Coverage } from '@tideline/contracts';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { ReadCoverage } from '../application/read-coverage';
import { exampleCoverage } from './market-examples';
import { coverageQuery, type CoverageQuery } from './market.dto';
import { symbolParam } from './query-fields';

/** Which time the data covers. */
@ApiTags('Market history')
@anyone()
@Controller('api/v1/market/coverage')
export class CoverageController {
  constructor(@Inject(ReadCoverage) private readonly read: ReadCoverage) {}

  @Get(':symbol')
  @answers('Which time was watched or back-filled, and what is missing', coverage, exampleCoverage, {
    404: 'MARKET.UNKNOWN_SYMBOL',
    400: 'MARKET.BAD_RANGE',
  })
  coverage(
    @Param('symbol', { schema: symbolParam }) symbol: string,
    @Query({ schema: coverageQuery }) query: CoverageQuery,
  ): Promise<Coverage> {
    return this.read.coverage(symbol, query, Date.now());
  }
}
