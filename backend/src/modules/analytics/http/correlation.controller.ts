import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { correlationHistory, correlationMatrix, correlationPair, type CorrelationHistory } from '@tideline/contracts';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { ReadCorrelation } from '../application/read-correlation';
import {
  correlationHistoryQuery,
  correlationPairQuery,
  correlationQuery,
  type CorrelationHistoryQuery,
  type CorrelationPairQuery,
  type CorrelationQuery,
} from './correlation.dto';
import { exampleCorrelation, exampleCorrelationHistory, examplePair } from './correlation-examples';

const jsonType = 'application/json; charset=utf-8';
const problems = { 400: 'MARKET.BAD_RANGE', 404: 'MARKET.UNKNOWN_SYMBOL', 503: 'HTTP.BUSY' };

/** How alike assets move. */
@ApiTags('Analytics')
@anyone()
@Controller('api/v1/analytics/correlation')
export class CorrelationController {
  constructor(@Inject(ReadCorrelation) private readonly correlation: ReadCorrelation) {}

  @Get()
  @Header('content-type', jsonType)
  @answers(
    'Correlation of all pairs, of the log returns of closed candles that both have; 30 days unless asked otherwise',
    correlationMatrix,
    exampleCorrelation,
    problems,
  )
  matrix(@Query({ schema: correlationQuery }) query: CorrelationQuery): Promise<string> {
    return this.correlation.matrix(query);
  }

  @Get('pair')
  @Header('content-type', jsonType)
  @answers('Correlation of two assets, with the log returns it was computed of', correlationPair, examplePair, problems)
  pair(@Query({ schema: correlationPairQuery }) query: CorrelationPairQuery): Promise<string> {
    return this.correlation.pair(query);
  }

  @Get('history')
  @answers(
    'Correlation of two assets as it was on each day at 00:00 UTC, of hourly log returns',
    correlationHistory,
    exampleCorrelationHistory,
    { 404: 'MARKET.UNKNOWN_SYMBOL' },
  )
  history(@Query({ schema: correlationHistoryQuery }) { symbols, window }: CorrelationHistoryQuery): Promise<CorrelationHistory> {
    return this.correlation.history(symbols, window === '30d' ? 720 : 2160);
  }
}
