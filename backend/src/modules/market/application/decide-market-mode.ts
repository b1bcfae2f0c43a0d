import type { DataMode } from '@tideline/contracts';
import { Settings } from '../db/settings.repository';
import type { Venue } from '../venues/venue';

const modeKey = 'market.mode';
const answerWithinMs = 10_000;

/** What the decision needs of a venue: whether it tells its time or its pairs. */
export type Reachable = { readonly name: string; readonly rest: Pick<Venue['rest'], 'serverTime' | 'listPairs'> };

export interface ModeQuestion {
  /** MARKET_MODE. */
  asked: 'auto' | DataMode;
  /** Settings of the live database: the memory of the install is there. */
  settings: Pick<Settings, 'get' | 'setOnce'>;
  venues: readonly Reachable[];
  waitMs?: number;
}

/**
 * Gives the mode of this run. `live` and `simulated` hold for the run; a first `live` is remembered too, because a live install
 * stays live. `auto` obeys the memory, and without one decides for good: live if any venue answers within 10 s.
 */
export async function decideMarketMode({ asked, settings, venues, waitMs = answerWithinMs }: ModeQuestion): Promise<DataMode> {
  if (asked === 'simulated') return asked;
  if (asked === 'live') {
    await settings.setOnce(modeKey, 'live');
    return asked;
  }
  const remembered = modeOf(await settings.get(modeKey));
  if (remembered !== null) return remembered;
  const decided = (await anyAnswers(venues, waitMs)) ? 'live' : 'simulated';
  return modeOf(await settings.setOnce(modeKey, decided)) ?? decided;
}

/** Remembers the mode for the next starts: "Switch to live". */
export async function rememberMarketMode(settings: Pick<Settings, 'set'>, mode: DataMode): Promise<void> {
  await settings.set(modeKey, mode);
}

async function anyAnswers(venues: readonly Reachable[], waitMs: number): Promise<boolean> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error(`no answer within ${waitMs} ms`)), waitMs);
  try {
    const answers = ({ rest }: Reachable): Promise<unknown> => Promise.any([rest.serverTime(abort.signal), rest.listPairs(abort.signal)]);
    await Promise.any(venues.map((venue) => raced(answers(venue), abort.signal)));
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    abort.abort(new Error('decided'));
  }
}

/** A venue that does not heed the signal must not keep the start waiting. */
function raced<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
  return Promise.race([answer, aborted]);
}

function modeOf(value: unknown): DataMode | null {
  return value === 'live' || value === 'simulated' ? value : null;
}
