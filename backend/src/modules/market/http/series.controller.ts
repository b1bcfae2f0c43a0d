import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  candleSeries,
  listOf,
  priceHistory,
  publicTrade,
  tickerRow,
  type CandleSeries,
  type PriceHistory,
  type PublicTrade,
  type TickerRow,
} from '@tideline/contracts';
import type { FastifyReply } from 'fastify';
import { answers } from '../../../platform/http/openapi/answers';
import { ReadSeries } from '../application/read-series';
import { keepWhenSettled, listed } from './answer';
import { exampleCandles, exampleHistory, exampleTicker, exampleTrade } from './market-examples';
import {
  candlesQuery,
  historyQuery,
  pairParam,
  symbolParam,
  tickersQuery,
  tradesQuery,
  type CandlesQuery,
  type HistoryQuery,
  type TickersQuery,
  type TradesQuery,
} from './market.dto';

const page = { nextCursor: 'MTc2MzY4MzIwMDAwMC40Mi43', limit: 50 };

/** What was: candles, prices over time, trades, tickers. */
@ApiTags('Market history')
@Controller('api/v1/market')
export class SeriesController {
  constructor(@Inject(ReadSeries) private readonly series: ReadSeries) {}

  @Get('prices/:symbol/history')
  @answers('Closing prices and volumes over a period', priceHistory, exampleHistory, {
    404: 'MARKET.UNKNOWN_SYMBOL',
    400: 'MARKET.BAD_RANGE',
  })
  async history(
    @Param('symbol', { schema: symbolParam }) symbol: string,
    @Query({ schema: historyQuery }) query: HistoryQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PriceHistory> {
    const { history, settled } = await this.series.priceHistory(symbol, query);
    keepWhenSettled(reply, settled, history.points.at(-1)?.[0] ?? Date.now());
    return history;
  }

  @Get('candles/:symbol')
  @answers('Candles, ascending, the forming one last', candleSeries, exampleCandles, {
    404: 'MARKET.UNKNOWN_SYMBOL',
    400: 'MARKET.BAD_RANGE',
  })
  async candles(
    @Param('symbol', { schema: symbolParam }) symbol: string,
    @Query({ schema: candlesQuery }) query: CandlesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CandleSeries> {
    const { series, settled } = await this.series.candleSeries(symbol, query);
    keepWhenSettled(reply, settled && !series.lastIsOpen, series.candles.at(-1)?.[0] ?? Date.now());
    return series;
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
    const { items, nextCursor } = await this.series.tradePage(pair, query);
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
    const { items, nextCursor } = await this.series.tickerPage(pair, query);
    return listed(items, query.limit, nextCursor);
  }
}
