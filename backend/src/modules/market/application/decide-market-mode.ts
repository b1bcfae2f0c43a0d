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

/** The mode of a run, and in a few words why it is this one. */
export interface DecidedMode {
  mode: DataMode;
  reason: string;
}

/**
 * Gives the mode of this run. `live` and `simulated` hold for the run; a first `live` is remembered too, because a live install
 * stays live. `auto` obeys the memory, and without one decides for good: live if any venue answers within 10 s.
 */
export async function decideMarketMode({ asked, settings, venues, waitMs = answerWithinMs }: ModeQuestion): Promise<DecidedMode> {
  if (asked !== 'auto') {
    if (asked === 'live') await settings.setOnce(modeKey, 'live');
    return { mode: asked, reason: `MARKET_MODE=${asked}` };
  }
  const remembered = modeOf(await settings.get(modeKey));
  if (remembered !== null) return { mode: remembered, reason: 'remembered from the first start or a switch since' };
  const decided = await askVenues(venues, waitMs);
  const kept = modeOf(await settings.setOnce(modeKey, decided.mode)) ?? decided.mode;
  return kept === decided.mode ? decided : { mode: kept, reason: 'another process has decided' };
}

/** Remembers the mode for the next starts: "Switch to live". */
export async function rememberMarketMode(settings: Pick<Settings, 'set'>, mode: DataMode): Promise<void> {
  await settings.set(modeKey, mode);
}

async function askVenues(venues: readonly Reachable[], waitMs: number): Promise<DecidedMode> {
  const abort = new AbortController();
  const late = new Error(`no answer within ${waitMs / 1000} s`);
  const timer = setTimeout(() => abort.abort(late), waitMs);
  try {
    const answers = ({ rest }: Reachable): Promise<unknown> => Promise.any([rest.serverTime(abort.signal), rest.listPairs(abort.signal)]);
    const first = await Promise.any(venues.map(async (venue) => (await raced(answers(venue), abort.signal), venue.name)));
    return { mode: 'live', reason: `${first} answered` };
  } catch (error) {
    const reason = abort.signal.aborted ? `no venue answered within ${waitMs / 1000} s` : `no venue can be reached: ${firstMessage(error)}`;
    return { mode: 'simulated', reason };
  } finally {
    clearTimeout(timer);
    abort.abort(new Error('decided'));
  }
}

/** The first of the reasons why nothing worked. */
function firstMessage(error: unknown): string {
  const { errors, message } = error as { errors?: unknown[]; message: string };
  return errors?.[0] === undefined ? message : firstMessage(errors[0]);
}

/** A venue that does not heed the signal must not keep the start waiting. */
function raced<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
  return Promise.race([answer, aborted]);
}

function modeOf(value: unknown): DataMode | null {
  return value === 'live' || value === 'simulated' ? value : null;
}
