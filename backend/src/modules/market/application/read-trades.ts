import { Inject, Injectable } from '@nestjs/common';
import type { PublicTrade, TickerRow } from '@tideline/contracts';
import { TickerReader } from '../db/ticker-reader.repository';
import { TradeReader } from '../db/trade-reader.repository';
import { askedOrAll, type Asked } from './asked-range';
import { readCursor, writeCursor } from './cursor';
import { venuesOf } from './market-catalog';
import { unknownPair } from './market.errors';
import { MarketView } from './market-view';

/** A page of a list, and where the next one starts. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

interface AskedPage {
  limit: number;
  cursor?: string;
}

/** Reads what was traded and quoted, newest first. */
@Injectable()
export class ReadTrades {
  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(TradeReader) private readonly trades: TradeReader,
    @Inject(TickerReader) private readonly tickers: TickerReader,
  ) {}

  /** Trades of a pair at one venue, or at all that trade it. */
  async tradePage(pair: string, asked: Asked & AskedPage & { venue?: string }): Promise<Page<PublicTrade>> {
    const range = askedOrAll(asked, Date.now());
    const [tradedAt, tradeId, marketId] = readCursor(asked.cursor, 3) ?? [];
    const after = tradedAt === undefined ? null : { tradedAt, tradeId: tradeId ?? 0, marketId: marketId ?? 0 };
    const { trades, last } = await this.trades.page(this.marketIds(pair, asked.venue), range, asked.limit, after);
    return { items: trades, nextCursor: last && writeCursor([last.tradedAt, last.tradeId, last.marketId]) };
  }

  /** The tickers of a pair at all venues, a row a minute each. */
  async tickerPage(pair: string, asked: Asked & AskedPage): Promise<Page<TickerRow>> {
    const range = askedOrAll(asked, Date.now());
    const [at, marketId] = readCursor(asked.cursor, 2) ?? [];
    const after = at === undefined ? null : { at, marketId: marketId ?? 0 };
    const { rows, last } = await this.tickers.page(this.marketIds(pair, undefined), range, asked.limit, after);
    return { items: rows, nextCursor: last && writeCursor([last.at, last.marketId]) };
  }

  private marketIds(pair: string, venue: string | undefined): number[] {
    const followed = this.view.catalog.marketsOf(pair);
    const markets = followed.filter((market) => venue === undefined || market.venue === venue);
    if (markets.length === 0) throw unknownPair(pair, venue, venuesOf(followed));
    return markets.map(({ id }) => id);
  }
}
