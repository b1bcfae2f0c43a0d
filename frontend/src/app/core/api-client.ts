import { HttpClient } from '@angular/common/http';
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
import { catchError, throwError, timeout } from 'rxjs';
import { toFailure } from './problem';

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

type Query = Record<string, string | number | undefined>;

const answerWithinMs = 20_000;

/**
 * The REST API, typed by the contracts. Every call is cold and cancels when unsubscribed; every error is a `RequestFailure`.
 * ETags need nothing here: the browser's own cache revalidates with them and hands a 304 on as the kept body.
 */
@Injectable({ providedIn: 'root' })
export class ApiClient {
  private readonly http = inject(HttpClient);

  /** All tracked assets in the order of their rank; one page holds up to 500. */
  assets(): Observable<Page<AssetSummary>> {
    return this.get('assets', { sort: 'rank', order: 'asc', limit: 500 });
  }

  asset(symbol: string): Observable<AssetDetail> {
    return this.get(`assets/${encodeURIComponent(symbol)}`);
  }

  overview(): Observable<MarketOverview> {
    return this.get('market/overview');
  }

  /** The consolidated price of one asset with its sources. */
  price(symbol: string): Observable<AssetPrice> {
    return this.get(`market/prices/${encodeURIComponent(symbol)}`);
  }

  history(symbol: string, span: Span, interval?: CandleInterval): Observable<PriceHistory> {
    return this.get(`market/prices/${encodeURIComponent(symbol)}/history`, { ...span, interval });
  }

  /** Candles in ascending order; without a span the newest `limit` of them. */
  candles(
    symbol: string,
    query: { interval: CandleInterval; from?: number; to?: number; limit?: number; venue?: string },
  ): Observable<CandleSeries> {
    return this.get(`market/candles/${encodeURIComponent(symbol)}`, query);
  }

  /** Trades of a pair, newest first. */
  trades(pair: string, query: { venue?: string; limit?: number; cursor?: string } = {}): Observable<Page<PublicTrade>> {
    return this.get(`market/trades/${encodeURIComponent(pair)}`, query);
  }

  venues(): Observable<Page<VenueStatus>> {
    return this.get('market/venues');
  }

  coverage(symbol: string, query: { interval?: CandleInterval; from?: number; to?: number; venue?: string } = {}): Observable<Coverage> {
    return this.get(`market/coverage/${encodeURIComponent(symbol)}`, query);
  }

  /** The correlation of the log returns of every two of these coins; rows and columns in the order asked for. */
  correlation({ symbols, ...query }: CorrelationAsked): Observable<CorrelationMatrix> {
    return this.get('analytics/correlation', { symbols: symbols.join(','), ...query });
  }

  /** The correlation of two coins with the returns it was computed of. */
  correlationPair({ symbols, ...query }: CorrelationAsked): Observable<CorrelationPair> {
    return this.get('analytics/correlation/pair', { symbols: symbols.join(','), ...query });
  }

  /** How the correlation of two coins over the last 30 or 90 days was, day by day. */
  correlationHistory(symbols: readonly string[], window: '30d' | '90d'): Observable<CorrelationHistory> {
    return this.get('analytics/correlation/history', { symbols: symbols.join(','), window });
  }

  /** Every tracked asset by rank with these computed columns (`rsi:14`, `high:90d`); one page holds up to 500. */
  screener(interval: CandleInterval, columns: readonly string[]): Observable<Page<ScreenerRow>> {
    return this.get('analytics/screener', { interval, columns: columns.join(','), limit: 500 });
  }

  /** All tracked assets by how much they swing, the most first. */
  volatilityRanking(): Observable<Page<VolatilityRank>> {
    return this.get('analytics/volatility', { limit: 500 });
  }

  /** Significant moves, newest first. */
  marketAlerts(query: {
    symbol?: string | undefined;
    period?: Period;
    limit?: number;
    cursor?: string | undefined;
  }): Observable<Page<MarketAlert>> {
    return this.get('market/alerts', query);
  }

  /** Keeps the mode for the next start of the server; nothing switches while it runs. */
  switchMode(mode: DataMode): Observable<ModeSwitched> {
    return this.http.post<ModeSwitched>('/api/v1/market/mode', { mode }).pipe(
      timeout(answerWithinMs),
      catchError((error: unknown) => throwError(() => toFailure(error, navigator.onLine))),
    );
  }

  private get<T>(path: string, query: Query = {}): Observable<T> {
    const params = Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined));
    return this.http.get<T>(`/api/v1/${path}`, { params }).pipe(
      timeout(answerWithinMs),
      catchError((error: unknown) => throwError(() => toFailure(error, navigator.onLine))),
    );
  }
}
