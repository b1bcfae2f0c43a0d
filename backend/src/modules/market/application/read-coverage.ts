import { Inject, Injectable } from '@nestjs/common';
import type { CandleInterval, Coverage } from '@tideline/contracts';
import { CoverageReader } from '../db/coverage-reader.repository';
import { intervalMinutes } from '../domain/candle';
import { BadRange, readRange } from '../domain/time-range';
import { venuesOf } from './market-catalog';
import { badRange, unknownPair, unknownSymbol } from './market.errors';
import { MarketView } from './market-view';

const dayMs = 86_400_000;
const defaultSpanMs = 90 * dayMs;
const longestSpanMs = 366 * dayMs;
/** Watched time is noted every ten seconds: what is younger than this may only not be noted yet. */
const settledAfterMs = 15_000;

/** Tells which time of an asset was watched or filled in; of the consolidated series when no venue is named. */
@Injectable()
export class ReadCoverage {
  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(CoverageReader) private readonly reader: CoverageReader,
  ) {}

  /** Of the last 90 days when no range is given; a range ends fifteen seconds ago at the latest. */
  async coverage(
    symbol: string,
    asked: { interval?: CandleInterval; from?: number; to?: number; venue?: string },
    now: number,
  ): Promise<Coverage> {
    if (!this.view.knowsAsset(symbol)) throw unknownSymbol(symbol);
    const range = rangeOf(asked, now);
    const { catalog } = this.view;
    const followed = catalog.venueMarketsOf(symbol);
    const markets = followed.filter(({ venue }) => asked.venue === undefined || venue === asked.venue);
    if (asked.venue !== undefined && markets.length === 0) throw unknownPair(symbol, asked.venue, venuesOf(followed));
    const series = asked.venue === undefined ? catalog.consolidatedOf(symbol) : markets[0];
    const minutes = asked.interval === undefined ? null : fetchedMinutes(asked.interval);
    const [{ observedMs, missing }, backfill] = await Promise.all([
      this.reader.coverage(
        markets.map(({ id }) => id),
        range,
      ),
      series === undefined ? { done: 0, total: 0 } : this.reader.backfill(series.id, minutes),
    ]);
    return { symbol, observedMs, missing, backfill };
  }
}

function rangeOf(asked: { from?: number; to?: number }, now: number): { from: number; to: number } {
  const settled = now - settledAfterMs;
  const to = Math.min(asked.to ?? settled, settled);
  const from = asked.from ?? to - defaultSpanMs;
  if (to - from > longestSpanMs) throw badRange('at most 366 days are told at once: ask for a shorter range');
  try {
    return readRange({ from, to }, now) ?? { from, to };
  } catch (error) {
    throw error instanceof BadRange ? badRange(error.message) : error;
  }
}

/** Candles are fetched at three lengths; the others are made of them. */
function fetchedMinutes(interval: CandleInterval): number {
  const minutes = intervalMinutes[interval];
  return minutes >= 1440 ? 1440 : minutes >= 60 ? 60 : 1;
}
