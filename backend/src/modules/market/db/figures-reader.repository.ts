import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { consolidated } from '../domain/market';
import type { PriceReferences } from '../domain/price-change';
import type { AssetFacts, GlobalFacts } from '../venues/asset-facts-source';

/**
 * The newest close at or before a moment, but not older than its tolerance: from minutes where there are any, else from coarser
 * candles. `$1` is now, `$2` the consolidated venue's name.
 */
const referencesSql = `
  WITH wanted (name, at, tolerance) AS (VALUES
    ('price1h',  $1::bigint - 3600000,   900000::bigint),
    ('price24h', $1::bigint - 86400000,  3600000),
    ('price7d',  $1::bigint - 604800000, 21600000),
    ('last',     $1::bigint + 60000,     7776000000))
  SELECT m.base AS symbol, past.prices, day.high AS "high24h", day.low AS "low24h", day.since, week.closes AS "sparkline7d"
  FROM markets m
  CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(w.name, jsonb_build_array(found.close, found.closed_at)) AS prices
    FROM wanted w
    CROSS JOIN LATERAL (
      SELECT * FROM (
        (SELECT close, open_at + 60000 AS closed_at FROM minute_candles
         WHERE market_id = m.id AND open_at <= w.at - 60000 AND open_at > w.at - w.tolerance - 60000 ORDER BY open_at DESC LIMIT 1)
        UNION ALL
        (SELECT close, open_at + 300000 FROM candles
         WHERE market_id = m.id AND minutes = 5 AND open_at <= w.at - 300000 AND open_at > w.at - w.tolerance - 300000 ORDER BY open_at DESC LIMIT 1)
        UNION ALL
        (SELECT close, open_at + 3600000 FROM candles
         WHERE market_id = m.id AND minutes = 60 AND open_at <= w.at - 3600000 AND open_at > w.at - w.tolerance - 3600000 ORDER BY open_at DESC LIMIT 1)
      ) candidates ORDER BY closed_at DESC LIMIT 1
    ) found
  ) past
  CROSS JOIN LATERAL (
    SELECT max(high) AS high, min(low) AS low, min(open_at) AS since FROM (
      SELECT high, low, open_at FROM candles WHERE market_id = m.id AND minutes IN (5, 60) AND open_at >= $1::bigint - 86400000
      UNION ALL
      SELECT high, low, open_at FROM minute_candles WHERE market_id = m.id AND open_at >= $1::bigint - 3600000
    ) recent
  ) day
  CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(close ORDER BY open_at), '{}') AS closes FROM candles
    WHERE market_id = m.id AND minutes = 60 AND open_at >= $1::bigint - 604800000
  ) week
  WHERE m.venue = $2`;

/** The 24 h high and low are told when the candles reach back this far; less would pass a short time off as a day. */
const dayReachMs = 22 * 3_600_000;

type Found = [close: number, closedAt: number];

interface ReferenceRow {
  symbol: string;
  prices: Partial<Record<'price1h' | 'price24h' | 'price7d' | 'last', Found>> | null;
  high24h: number | null;
  low24h: number | null;
  since: number | null;
  sparkline7d: number[];
}

/** Reads what prices are compared with, and the newest market-wide figures. */
@Injectable()
export class FiguresReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** One statement for all assets. `now` is epoch ms. */
  async references(now: number): Promise<PriceReferences[]> {
    const rows = await this.database.query<ReferenceRow>(referencesSql, [now, consolidated]);
    return rows.map((row) => toReferences(row, now));
  }

  /** The newest market-wide figures of every asset that has any. */
  facts(): Promise<(AssetFacts & { at: number })[]> {
    return this.database.query(`
      SELECT s.symbol, s.at, s.price, s.market_cap AS "marketCap", s.volume_24h AS "volume24h", s.rank,
             s.change_1h AS "change1h", s.change_24h AS "change24h", s.change_7d AS "change7d",
             s.circulating_supply AS "circulatingSupply", s.all_time_high AS "allTimeHigh", s.sparkline_7d AS "sparkline7d"
      FROM assets a
      CROSS JOIN LATERAL (SELECT * FROM asset_snapshots WHERE symbol = a.symbol ORDER BY at DESC LIMIT 1) s`);
  }

  async global(): Promise<(GlobalFacts & { at: number }) | null> {
    const [row] = await this.database.query<GlobalFacts & { at: number }>(
      'SELECT at, market_cap AS "marketCap", volume_24h AS "volume24h", btc_dominance AS "btcDominance" FROM market_snapshots ORDER BY at DESC LIMIT 1',
    );
    return row ?? null;
  }
}

function toReferences({ symbol, prices, high24h, low24h, since, sparkline7d }: ReferenceRow, now: number): PriceReferences {
  const wholeDay = since !== null && since <= now - dayReachMs;
  const [lastPrice = null, lastAt = null] = prices?.last ?? [];
  return {
    symbol,
    price1h: closeOf(prices?.price1h),
    price24h: closeOf(prices?.price24h),
    price7d: closeOf(prices?.price7d),
    high24h: wholeDay ? high24h : null,
    low24h: wholeDay ? low24h : null,
    lastPrice,
    lastAt,
    sparkline7d: sparkline7d.map(asDrawn),
  };
}

/** A small line shows no more than six significant digits; sixteen are half of what a first visit has to load. */
function asDrawn(price: number): number {
  return Number(price.toPrecision(6));
}

function closeOf(found: Found | undefined): number | null {
  return found?.[0] ?? null;
}
