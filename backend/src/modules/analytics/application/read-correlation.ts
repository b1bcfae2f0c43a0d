import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type {
  CandleInterval,
  CorrelationHistory,
  CorrelationMatrix,
  CorrelationMethod,
  CorrelationPair,
  Period,
} from '@tideline/contracts';
import { logReturns } from '@tideline/indicators';
import { EventBridge } from '../../../platform/events/event-bridge';
import { Threads } from '../../../platform/threads/threads';
import { MarketView, ReadCloses, unknownSymbol, type Slots } from '../../market';
import { Snapshots } from '../db/snapshots.repository';
import { RecentAnswers } from './recent-answers';
import { correlate, correlateAsJson } from './correlate';

/** What is correlated, over which time. */
export interface AskedCorrelation {
  symbols?: string[];
  interval: CandleInterval;
  method: CorrelationMethod;
  period?: Period;
  from?: number;
  to?: number;
}

const usualSymbols = 20;

/** Correlates the log returns of assets over a stretch of closed candles; what was asked lately is kept ready. */
@Injectable()
export class ReadCorrelation implements OnModuleInit, OnModuleDestroy {
  private readonly answers = new RecentAnswers<string>();
  private unsubscribe: () => void = () => undefined;

  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(ReadCloses) private readonly closes: ReadCloses,
    @Inject(Threads) private readonly threads: Threads,
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.bridge.subscribe('market.history', () => this.answers.forget());
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  /**
   * `CorrelationMatrix` as JSON text, of the 20 first assets by rank unless symbols are given. Throws a 404 that names an unknown symbol, a
   * 400 for a bad range, a 503 while too much is being computed.
   */
  matrix(asked: AskedCorrelation): Promise<string> {
    const { interval, method, symbols = this.firstByRank() } = asked;
    const slots = this.closes.slots(asked);
    const key = ['matrix', interval, method, slots.from, slots.slots, ...symbols].join(' ');
    return this.answers.get(key, endOf(slots), async () => {
      const { prices } = await this.closes.ofSymbols(symbols, interval, slots);
      const figures = await this.threads.run(correlateAsJson, { prices, method }, { transfer: [prices.closes.buffer as ArrayBuffer] });
      const about: Omit<CorrelationMatrix, 'matrix' | 'observations'> = { symbols, interval, method, ...span(slots) };
      return `${JSON.stringify(about).slice(0, -1)},${figures.slice(1)}`;
    });
  }

  /** `CorrelationPair` as JSON text; throws as `matrix` does. */
  pair(asked: AskedCorrelation & { symbols: [string, string] }): Promise<string> {
    const { interval, method, symbols } = asked;
    const slots = this.closes.slots(asked);
    const key = ['pair', interval, method, slots.from, slots.slots, ...symbols].join(' ');
    return this.answers.get(key, endOf(slots), async () => {
      const { prices } = await this.closes.ofSymbols(symbols, interval, slots);
      const returns = logReturns(prices);
      const { values, observations } = await this.threads.run(
        correlate,
        { prices, method },
        { transfer: [prices.closes.buffer as ArrayBuffer] },
      );
      const value = values[1] ?? NaN;
      const answer: CorrelationPair = {
        symbols,
        interval,
        method,
        value: Number.isNaN(value) ? null : value,
        observations: observations[1] ?? 0,
        points: sharedPoints(returns, slots),
        ...span(slots),
      };
      return JSON.stringify(answer);
    });
  }

  /** What the pair's correlation was on each day that a snapshot is stored of. Throws a 404 that names an unknown symbol. */
  async history(symbols: [string, string], windowHours: number): Promise<CorrelationHistory> {
    const unknown = symbols.find((symbol) => !this.view.knowsAsset(symbol));
    if (unknown !== undefined) throw unknownSymbol(unknown);
    const points = await this.snapshots.pairHistory(symbols, windowHours);
    return { symbols, interval: '1h', method: 'pearson', windowHours, points };
  }

  private firstByRank(): string[] {
    const rankOf = (symbol: string): number => this.view.facts(symbol)?.rank ?? Infinity;
    const symbols = this.view.catalog.assets().map(({ symbol }) => symbol);
    return symbols.sort((a, b) => (rankOf(a) === rankOf(b) ? 0 : rankOf(a) - rankOf(b))).slice(0, usualSymbols);
  }
}

function endOf({ from, stepMs, slots }: Slots): number {
  return from + slots * stepMs;
}

function span(slots: Slots): { from: string; to: string } {
  return { from: new Date(slots.from).toISOString(), to: new Date(endOf(slots)).toISOString() };
}

/** Of two rows of returns those that both have, with the time of the bar that each one ends with. */
function sharedPoints(returns: Float64Array, { from, stepMs }: Slots): CorrelationPair['points'] {
  const length = returns.length / 2;
  const points: CorrelationPair['points'] = [];
  for (let t = 0; t < length; t++) {
    const a = returns[t] ?? NaN;
    const b = returns[length + t] ?? NaN;
    if (!Number.isNaN(a + b)) points.push([from + (t + 1) * stepMs, a, b]);
  }
  return points;
}
