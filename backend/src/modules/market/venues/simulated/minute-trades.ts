import type { Trade } from '../../domain/trade';
import { draw, seedOf, uniform } from './chance';
import { minutesPerDay } from './factor-path';
import type { VenueMarket } from './venue-market';

const minuteMs = 60_000;

/**
 * Gives the trades of one minute (counted from the epoch) of one market, ascending by id and time. Folded they give exactly that minute's
 * candle: the first is the open, one the high, one the low, the last the close, and the quantities sum to the volume.
 */
export function minuteTrades(market: VenueMarket, minute: number): Trade[] {
  const count = market.tradesPerMinute;
  const dayNumber = Math.floor(minute / minutesPerDay);
  const day = market.day(dayNumber);
  const index = minute - dayNumber * minutesPerDay;
  const seed = seedOf(String(market.seed), String(minute));
  const bounds = { open: day.price[index] ?? 0, high: day.high[index] ?? 0, low: day.low[index] ?? 0, close: day.price[index + 1] ?? 0 };
  const prices = pricesInTicks(bounds, count, seed);
  const quantities = split(day.lots[index] ?? 0, count, seed ^ 0x1b873593);
  const times = timesInMinute(count, seed ^ 0x6a09e667);
  return prices.map((price, k) => ({
    venue: market.venue.name,
    pair: market.pair,
    tradeId: minute * count + k,
    price: market.priceOf(price),
    quantity: market.quantityOf(quantities[k] ?? 1),
    side: sideOf(price - (prices[k - 1] ?? price), draw(seed, 7_000 + k)),
    tradedAt: minute * minuteMs + (times[k] ?? 1),
  }));
}

/** A path from open to close that touches high and low, with small steps to and fro between. */
function pricesInTicks(bounds: { open: number; high: number; low: number; close: number }, count: number, seed: number): number[] {
  const { open, high, low, close } = bounds;
  const inner = count - 2;
  const highAt = 1 + (draw(seed, 0) % inner);
  const lowAt = 1 + ((highAt + (draw(seed, 1) % (inner - 1))) % inner);
  const corners = [
    { at: 0, price: open },
    { at: highAt, price: high },
    { at: lowAt, price: low },
    { at: count - 1, price: close },
  ].sort((a, b) => a.at - b.at);
  const prices: number[] = [open];
  for (let c = 1; c < corners.length; c++) {
    const [from, to] = [corners[c - 1] ?? { at: 0, price: open }, corners[c] ?? { at: 0, price: close }];
    for (let k = from.at + 1; k < to.at; k++) {
      const straight = from.price + ((to.price - from.price) * (k - from.at)) / (to.at - from.at);
      const wobble = (high - low) * 0.18 * (uniform(seed, 10 + k) - 0.5);
      prices.push(Math.min(high, Math.max(low, Math.round(straight + wobble))));
    }
    prices.push(to.price);
  }
  return prices;
}

/** Splits a whole number of lots into `count` parts of at least one, unequal as orders are; they sum to the whole. */
function split(lots: number, count: number, seed: number): number[] {
  const weights = Array.from({ length: count }, (_, k) => Math.log(uniform(seed, k)) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = lots - count;
  let [weightSoFar, given] = [0, 0];
  return weights.map((weight, k) => {
    weightSoFar += weight;
    const due = k === count - 1 ? spare : Math.floor(spare * Math.min(1, weightSoFar / total));
    const part = 1 + due - given;
    given = due;
    return part;
  });
}

/** Milliseconds within the minute, from 1 to 59,998, never falling, in clusters. */
function timesInMinute(count: number, seed: number): number[] {
  const gaps = Array.from({ length: count + 1 }, (_, k) => Math.log(uniform(seed, k)) ** 2);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  let elapsed = 0;
  return gaps.slice(0, count).map((gap) => {
    elapsed += gap;
    return 1 + Math.floor((59_998 * elapsed) / total);
  });
}

function sideOf(change: number, chance: number): 'buy' | 'sell' {
  if (change !== 0) return change > 0 ? 'buy' : 'sell';
  return chance % 2 === 0 ? 'buy' : 'sell';
}
