import { MoveWatch, type WatchedMove } from './move-watch';
import type { StepCloses, UsualByWindow } from './usual-returns';

/** A move that is over; `endedAt` in epoch ms. */
export interface PastMove extends WatchedMove {
  endedAt: number;
}

const stepMs = 5 * 60_000;
/** No window reaches across a hole of this length: what became of a move in it nobody knows. */
const holeMs = 75 * 60_000;

/**
 * Finds the moves in closes of the past, by the rules that hold live: one after the other, ascending, each in the figures of its
 * strongest close. A move that still goes on at the last close, or begins after `now`, is left out. Pauses with each day of closes
 * (yields), so that the caller may let others have their turn.
 */
export function* findPastMoves(
  { at, close }: StepCloses,
  { symbol, usual, threshold, now }: { symbol: string; usual: UsualByWindow; threshold: number; now: number },
): Generator<void, PastMove[]> {
  const found: PastMove[] = [];
  let watch = watchFor(symbol, threshold, usual);
  let open: WatchedMove | null = null;
  let before = at[0] ?? 0;
  for (let index = 0; index < at.length; index += 1) {
    // A candle's close is the price at its end.
    const closedAt = (at[index] as number) + stepMs;
    if (closedAt > now) break;
    if (closedAt - before > holeMs) {
      if (open !== null) found.push({ ...open, endedAt: before });
      open = null;
      watch = watchFor(symbol, threshold, usual);
    }
    const { ended, begun, strengthened } = watch.take(closedAt, close[index] as number, closedAt);
    if (ended && open !== null) found.push({ ...open, endedAt: closedAt });
    open = begun ?? strengthened ?? (ended ? null : open);
    before = closedAt;
    if (index % 288 === 287) yield;
  }
  return found;
}

function watchFor(symbol: string, threshold: number, usual: UsualByWindow): MoveWatch {
  const watch = new MoveWatch(symbol, threshold);
  watch.usual = usual;
  return watch;
}
