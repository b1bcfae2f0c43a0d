import { Injectable, inject } from '@angular/core';
import type {
  AssetDetail,
  AssetPrice,
  AssetSummary,
  CandleInterval,
  CandleSeries,
  CorrelationHistory,
  CorrelationMatrix,
  CorrelationMethod,
  CorrelationPair,
  Coverage,
  DataMode,
  MarketAlert,
  MarketOverview,
  ModeSwitched,
  Period,
  PriceHistory,
  PublicTrade,
  ScreenerRow,
  VenueStatus,
  VolatilityRank,
} from '@tideline/contracts';
import type { Observable } from 'rxjs';
import { ApiRequests } from './api-requests';

/** A list as the API gives it. */
export interface Page<T> {
  data: T[];
  page: { nextCursor: string | null; limit: number };
}

/** A span of time: a named period, or from ≤ t < to in epoch milliseconds. */
export type Span = { period: Period } | { from: number; to: number };

/** Which coins are compared, and over what. */
export interface CorrelationAsked {
  symbols: readonly string[];
  interval: CandleInterval;
  period: Period;
  method: CorrelationMethod;
}

/**
 * What the REST API says of the market, typed by the contracts. Every call is cold and cancels when unsubscribed; every error is a `RequestFailure`.
 * ETags need nothing here: the browser's own cache revalidates with them and hands a 304 on as the kept body.
 */
@Injectable({ providedIn: 'root' })
export class ApiClient {
  private readonly requests = inject(ApiRequests);

  /** All tracked assets in the order of their rank; one page holds up to 500. */
  assets(): Observable<Page<AssetSummary>> {
    return this.requests.get('assets', { sort: 'rank', order: 'asc', limit: 500 });
  }

  asset(symbol: string): Observable<AssetDetail> {
    return this.requests.get(`assets/${encodeURIComponent(symbol)}`);
  }

  overview(): Observable<MarketOverview> {
    return this.requests.get('market/overview');
  }

  /** The consolidated price of one asset with its sources. */
  price(symbol: string): Observable<AssetPrice> {
    return this.requests.get(`market/prices/${encodeURIComponent(symbol)}`);
  }

  history(symbol: string, span: Span, interval?: CandleInterval): Observable<PriceHistory> {
    return this.requests.get(`market/prices/${encodeURIComponent(symbol)}/history`, { ...span, interval });
  }

  /** Candles in ascending order; without a span the newest `limit` of them. */
  candles(
    symbol: string,
    query: { interval: CandleInterval; from?: number; to?: number; limit?: number; venue?: string },
  ): Observable<CandleSeries> {
    return this.requests.get(`market/candles/${encodeURIComponent(symbol)}`, query);
  }

  /** Trades of a pair, newest first. */
  trades(pair: string, query: { venue?: string; limit?: number; cursor?: string } = {}): Observable<Page<PublicTrade>> {
    return this.requests.get(`market/trades/${encodeURIComponent(pair)}`, query);
  }

  venues(): Observable<Page<VenueStatus>> {
    return this.requests.get('market/venues');
  }

  coverage(symbol: string, query: { interval?: CandleInterval; from?: number; to?: number; venue?: string } = {}): Observable<Coverage> {
    return this.requests.get(`market/coverage/${encodeURIComponent(symbol)}`, query);
  }

  /** The correlation of the log returns of every two of these coins; rows and columns in the order asked for. */
  correlation({ symbols, ...query }: CorrelationAsked): Observable<CorrelationMatrix> {
    return this.requests.get('analytics/correlation', { symbols: symbols.join(','), ...query });
  }

  /** The correlation of two coins with the returns it was computed of. */
  correlationPair({ symbols, ...query }: CorrelationAsked): Observable<CorrelationPair> {
    return this.requests.get('analytics/correlation/pair', { symbols: symbols.join(','), ...query });
  }

  /** How the correlation of two coins over the last 30 or 90 days was, day by day. */
  correlationHistory(symbols: readonly string[], window: '30d' | '90d'): Observable<CorrelationHistory> {
    return this.requests.get('analytics/correlation/history', { symbols: symbols.join(','), window });
  }

  /** Every tracked asset by rank with these computed columns (`rsi:14`, `high:90d`); one page holds up to 500. */
  screener(interval: CandleInterval, columns: readonly string[]): Observable<Page<ScreenerRow>> {
    return this.requests.get('analytics/screener', { interval, columns: columns.join(','), limit: 500 });
  }

  /** All tracked assets by how much they swing, the most first. */
  volatilityRanking(): Observable<Page<VolatilityRank>> {
    return this.requests.get('analytics/volatility', { limit: 500 });
  }

  /** Significant moves, newest first. */
  marketAlerts(query: {
    symbol?: string | undefined;
    period?: Period;
    limit?: number;
    cursor?: string | undefined;
  }): Observable<Page<MarketAlert>> {
    return this.requests.get('market/alerts', query);
  }

  /** Keeps the mode for the next start of the server; nothing switches while it runs. */
  switchMode(mode: DataMode): Observable<ModeSwitched> {
    return this.requests.send('POST', 'market/mode', { body: { mode } });
  }
}
