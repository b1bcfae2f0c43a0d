import { judge, readWindows, type Direction, type Reading } from './market-move';
import { RecentCloses } from './recent-closes';
import type { UsualByWindow } from './usual-returns';

/** A move that stands out, in the figures of its strongest moment; times are epoch ms. */
export interface WatchedMove {
  symbol: string;
  direction: Direction;
  windowMinutes: number;
  /** Percent over the window. */
  change: number;
  zScore: number;
  threshold: number;
  /** USD, when it was found. */
  price: number;
  observations: number;
  startedAt: number;
  detectedAt: number;
  updatedAt: number;
}

/** What has become of an asset's move. */
export interface MoveNews {
  /** The move that went on until now and has ended. */
  ended: boolean;
  begun: WatchedMove | null;
  strengthened: WatchedMove | null;
}

const quiet: MoveNews = { ended: false, begun: null, strengthened: null };
const minuteMs = 60_000;

/** Watches one asset's minutes for a move that stands out. */
export class MoveWatch {
  readonly closes = new RecentCloses();
  /** Null until it is known what is usual: nothing stands out before. */
  usual: UsualByWindow | null = null;
  private open: WatchedMove | null = null;

  constructor(
    private readonly symbol: string,
    private readonly threshold: number,
  ) {}

  /** Goes on with a move that is stored as open. */
  resume(move: WatchedMove): void {
    this.open = move;
  }

  /** Takes the newest minute's close (`at` its opening); `now` is when it was told. */
  take(at: number, close: number, now: number): MoveNews {
    if (!this.closes.take(at, close) || this.usual === null) return quiet;
    const readings = readWindows(this.closes, this.usual);
    const verdict = judge(readings, this.open, this.threshold);
    if (verdict.does === 'nothing') return quiet;
    if (verdict.does === 'strengthen') return { ...quiet, strengthened: this.strengthen(verdict.reading, at, now) };
    if (verdict.does === 'begin') return { ...quiet, begun: this.begin(verdict.reading, verdict.direction, { at, close, now }) };
    this.open = null;
    const next = judge(readings, null, this.threshold);
    return { ...quiet, ended: true, begun: next.does === 'begin' ? this.begin(next.reading, next.direction, { at, close, now }) : null };
  }

  private begin(reading: Reading, direction: Direction, { at, close, now }: { at: number; close: number; now: number }): WatchedMove {
    const { symbol, threshold } = this;
    this.open = { symbol, direction, threshold, price: close, detectedAt: now, updatedAt: now, ...figures(reading, at) };
    return this.open;
  }

  private strengthen(reading: Reading, at: number, now: number): WatchedMove | null {
    if (this.open === null) return null;
    const stronger = figures(reading, at);
    this.open = { ...this.open, ...stronger, startedAt: Math.min(this.open.startedAt, stronger.startedAt), updatedAt: now };
    return this.open;
  }
}

function figures({ window, change, zScore, observations }: Reading, at: number) {
  return { windowMinutes: window, change: Math.expm1(change) * 100, zScore, observations, startedAt: at - window * minuteMs };
}
