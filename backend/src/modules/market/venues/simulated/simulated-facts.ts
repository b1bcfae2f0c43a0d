import { Turn } from '../../../../platform/turns/turn';
import type { AssetFacts, AssetFactsSource, GlobalFacts, IdentifiedAsset } from '../asset-facts-source';
import type { AssetPath } from './asset-path';
import { defaultSymbols } from './asset-profile';
import { genesisDay, minutesPerDay } from './factor-path';
import type { SimulatedMarkets } from './simulated-markets';

const minuteMs = 60_000;
const hoursInSparkline = 168;

/** Market-wide figures of the simulated market: caps are price × supply, volumes the sum of the simulated venues. */
export class SimulatedFacts implements AssetFactsSource {
  readonly name = 'simulated';
  private readonly highs = new Map<string, { day: number; price: number }>();

  constructor(
    private readonly markets: SimulatedMarkets,
    private readonly clock: () => number,
  ) {}

  async assetFacts(assets: readonly IdentifiedAsset[]): Promise<AssetFacts[]> {
    const facts: AssetFacts[] = [];
    const turn = new Turn();
    for (const { symbol } of assets) facts.push(await this.factsOf(symbol, turn));
    const caps = await this.ranking(
      assets.map(({ symbol }) => symbol),
      turn,
    );
    const ranked = [...caps.keys()];
    return facts.map((fact) => ({ ...fact, rank: ranked.indexOf(fact.symbol) + 1 }));
  }

  async globalFacts(): Promise<GlobalFacts> {
    const turn = new Turn();
    const caps = await this.ranking([], turn);
    const marketCap = [...caps.values()].reduce((sum, cap) => sum + cap, 0);
    let volume24h = 0;
    for (const symbol of caps.keys()) volume24h += await this.volumeUsd(symbol, turn);
    return { marketCap, volume24h, btcDominance: (100 * (caps.get('BTC') ?? 0)) / marketCap };
  }

  async coin(): Promise<null> {
    return null;
  }

  async identify(): Promise<Map<string, { coingeckoId: string; name: string }>> {
    return new Map();
  }

  private async factsOf(symbol: string, turn: Turn): Promise<AssetFacts> {
    const path = this.markets.paths.of(symbol);
    const allTimeHigh = await this.allTimeHigh(symbol, turn);
    const volume24h = await this.volumeUsd(symbol, turn);
    const minute = this.minute();
    const sparkline7d = await sparkline(path, minute, turn);
    const price = path.usdAt(minute);
    const ago = (minutes: number) => 100 * (price / path.usdAt(minute - minutes) - 1);
    const { circulatingSupply } = path.profile;
    return {
      symbol,
      price,
      marketCap: price * circulatingSupply,
      volume24h,
      rank: null,
      change1h: ago(60),
      change24h: ago(minutesPerDay),
      change7d: ago(7 * minutesPerDay),
      circulatingSupply,
      allTimeHigh: Math.max(allTimeHigh, price),
      sparkline7d,
    };
  }

  /** Market caps by symbol, greatest first, of the default assets and the given ones. */
  private async ranking(symbols: readonly string[], turn: Turn): Promise<Map<string, number>> {
    const minute = this.minute();
    const caps: [symbol: string, cap: number][] = [];
    for (const symbol of new Set([...defaultSymbols, ...symbols])) {
      if (turn.isOver) await turn.next();
      const path = this.markets.paths.of(symbol);
      caps.push([symbol, path.usdAt(minute) * path.profile.circulatingSupply]);
    }
    return new Map(caps.sort((a, b) => b[1] - a[1]));
  }

  private async volumeUsd(symbol: string, turn: Turn): Promise<number> {
    const minute = this.minute();
    let base = 0;
    for (const market of this.markets.of(symbol)) {
      if (turn.isOver) await turn.next();
      base += market.volume24hBefore(minute);
    }
    return base * this.markets.paths.of(symbol).usdAt(minute);
  }

  /** The highest minute since the genesis. Only days that start or end near the highest day are walked: no day climbs farther and back. */
  private async allTimeHigh(symbol: string, turn: Turn): Promise<number> {
    const path = this.markets.paths.of(symbol);
    const today = Math.floor(this.minute() / minutesPerDay);
    const kept = this.highs.get(symbol);
    let price = kept?.price ?? 0;
    for (const day of kept === undefined ? highDays(path, today) : range(kept.day, today)) {
      if (turn.isOver) await turn.next();
      price = Math.max(price, ...path.day(day).usd);
    }
    this.highs.set(symbol, { day: today, price });
    return Math.max(price, ...path.day(today).usd.subarray(0, (this.minute() % minutesPerDay) + 1));
  }

  private minute(): number {
    return Math.floor(this.clock() / minuteMs);
  }
}

function highDays(path: AssetPath, today: number): number[] {
  const peak = (day: number) => Math.max(path.usdAtDayStart(day), path.usdAtDayStart(day + 1));
  const days = range(genesisDay, today);
  const highest = Math.max(...days.map(peak));
  return days.filter((day) => peak(day) > highest * 0.94);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);
}

/** The newest point is now, the others lie on its hour grid. */
async function sparkline(path: AssetPath, minute: number, turn: Turn): Promise<number[]> {
  const points: number[] = [];
  for (let hour = hoursInSparkline - 1; hour >= 0; hour -= 1) {
    if (turn.isOver) await turn.next();
    points.push(path.usdAt(minute - hour * 60));
  }
  return points;
}
