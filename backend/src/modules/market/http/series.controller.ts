import { Controller, Get, Header, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { candleSeries, listOf, priceHistory, publicTrade, tickerRow, type PublicTrade, type TickerRow } from '@tideline/contracts';
import type { FastifyReply } from 'fastify';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { ReadCandles } from '../application/read-candles';
import { ReadTrades } from '../application/read-trades';
import { keepWhenSettled, listed } from './answer';
import { exampleCandles, exampleHistory, exampleTicker, exampleTrade } from './market-examples';
import {
  candlesQuery,
  historyQuery,
  pairParam,
  tickersQuery,
  tradesQuery,
  type CandlesQuery,
  type HistoryQuery,
  type TickersQuery,
  type TradesQuery,
} from './market.dto';
import { symbolParam } from './query-fields';

const jsonType = 'application/json; charset=utf-8';
const page = { nextCursor: 'MTc2MzY4MzIwMDAwMC40Mi43', limit: 50 };

/** What was: candles, prices over time, trades, tickers. */
@ApiTags('Market history')
@anyone()
@Controller('api/v1/market')
export class SeriesController {
  constructor(
    @Inject(ReadCandles) private readonly series: ReadCandles,
    @Inject(ReadTrades) private readonly traded: ReadTrades,
  ) {}

  @Get('prices/:symbol/history')
  @Header('content-type', jsonType)
  @answers('Closing prices and volumes over a period', priceHistory, exampleHistory, {
    404: 'MARKET.UNKNOWN_SYMBOL',
    400: 'MARKET.BAD_RANGE',
  })
  async history(
    @Param('symbol', { schema: symbolParam }) symbol: string,
    @Query({ schema: historyQuery }) query: HistoryQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const answer = await this.series.priceHistory(symbol, query);
    keepWhenSettled(reply, answer);
    return answer.body;
  }

  @Get('candles/:symbol')
  @Header('content-type', jsonType)
  @answers('Candles, ascending, the forming one last', candleSeries, exampleCandles, {
    404: 'MARKET.UNKNOWN_SYMBOL',
    400: 'MARKET.BAD_RANGE',
  })
  async candles(
    @Param('symbol', { schema: symbolParam }) symbol: string,
    @Query({ schema: candlesQuery }) query: CandlesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const answer = await this.series.candleSeries(symbol, query);
    keepWhenSettled(reply, answer);
    return answer.body;
  }

  @Get('trades/:pair')
  @answers(
    'Trades of a pair, newest first',
    listOf(publicTrade),
    { data: [exampleTrade], page },
    {
      404: 'MARKET.UNKNOWN_PAIR',
      400: 'MARKET.BAD_RANGE',
    },
  )
  async trades(
    @Param('pair', { schema: pairParam }) pair: string,
    @Query({ schema: tradesQuery }) query: TradesQuery,
  ): Promise<{ data: PublicTrade[] }> {
    const { items, nextCursor } = await this.traded.tradePage(pair, query);
    return listed(items, query.limit, nextCursor);
  }

  @Get('tickers/:pair')
  @answers(
    'Ticker history per venue, a row a minute, newest first',
    listOf(tickerRow),
    { data: [exampleTicker], page },
    { 404: 'MARKET.UNKNOWN_PAIR', 400: 'MARKET.BAD_RANGE' },
  )
  async tickers(
    @Param('pair', { schema: pairParam }) pair: string,
    @Query({ schema: tickersQuery }) query: TickersQuery,
  ): Promise<{ data: TickerRow[] }> {
    const { items, nextCursor } = await this.traded.tickerPage(pair, query);
    return listed(items, query.limit, nextCursor);
  }
}
