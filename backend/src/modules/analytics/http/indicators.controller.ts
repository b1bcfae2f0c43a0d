import { Controller, Get, Header, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  indicatorDefinition,
  indicatorSeries,
  listOf,
  movingAverage,
  volatilitySeries,
  type IndicatorDefinition,
} from '@tideline/contracts';
import type { FastifyReply } from 'fastify';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { keepWhenSettled, pageOf, symbolParam } from '../../market';
import { listDefinitions } from '../application/list-definitions';
import { ReadIndicators, type IndicatorAnswer } from '../application/read-indicators';
import { exampleDefinition, exampleIndicators, exampleMovingAverage, exampleVolatility } from './indicator-examples';
import {
  definitionsQuery,
  indicatorsQuery,
  movingAverageQuery,
  volatilityQuery,
  type DefinitionsQuery,
  type IndicatorsQuery,
  type MovingAverageQuery,
  type VolatilityQuery,
} from './indicators.dto';

const jsonType = 'application/json; charset=utf-8';
const seriesNotes = `Each indicator is keyed by its canonical spec; a point is \`[ms, value, …]\`, its values named by \`outputs\`. A point is there once all its values are defined: \`warmup\` says how many candles of a new series come before the first (\`sma:20\` 19, \`macd:12:26:9\` 33). Values equal those of the whole history: older candles are read for warming up. What depends on where it began (\`obv\`, \`vwap\`, \`drawdown\`, \`psar\`, \`supertrend\`) counts from the first candle of the answer, \`countedFrom\`.`;
const refusals = { 404: 'MARKET.UNKNOWN_SYMBOL', 400: 'MARKET.BAD_RANGE' };

/** Indicators over the consolidated candles of an asset. */
@ApiTags('Analytics')
@anyone()
@Controller('api/v1/analytics')
export class IndicatorsController {
  constructor(@Inject(ReadIndicators) private readonly indicators: ReadIndicators) {}

  @Get('indicators')
  @answers('The indicators there are, with their parameters and outputs', listOf(indicatorDefinition), {
    data: [exampleDefinition],
    page: { nextCursor: null, limit: 50 },
  })
  definitions(@Query({ schema: definitionsQuery }) query: DefinitionsQuery): { data: IndicatorDefinition[] } {
    return pageOf(listDefinitions(), query);
  }

  @Get('indicators/:symbol')
  @Header('content-type', jsonType)
  @answers('Indicators at each candle, the forming one last', indicatorSeries, exampleIndicators, refusals, seriesNotes)
  async series(
    @Param('symbol', { schema: symbolParam }) symbol: string,
    @Query({ schema: indicatorsQuery }) { indicators, ...span }: IndicatorsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    return sent(reply, await this.indicators.series(symbol, span, indicators));
  }

  @Get('moving-average/:symbol')
  @Header('content-type', jsonType)
  @answers('One moving average of the closing prices', movingAverage, exampleMovingAverage, refusals)
  async movingAverage(
    @Param('symbol', { schema: symbolParam }) symbol: string,
    @Query({ schema: movingAverageQuery }) { type, span, spec }: MovingAverageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    return sent(reply, await this.indicators.movingAverage(symbol, span, spec, type));
  }

  @Get('volatility/:symbol')
  @Header('content-type', jsonType)
  @answers('The annualised volatility of the last returns at each candle', volatilitySeries, exampleVolatility, refusals)
  async volatility(
    @Param('symbol', { schema: symbolParam }) symbol: string,
    @Query({ schema: volatilityQuery }) { span, spec }: VolatilityQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    return sent(reply, await this.indicators.volatility(symbol, span, spec));
  }
}

function sent(reply: FastifyReply, answer: IndicatorAnswer): string | Buffer {
  keepWhenSettled(reply, answer);
  return answer.body;
}
