import type { DataMode } from '@tideline/contracts';
import type { Config } from '../../../platform/config/config';
import type { Database } from '../../../platform/database/database';
import { Settings } from '../db/settings.repository';
import { liveVenues } from '../venues/live-venues';
import { decideMarketMode, rememberMarketMode, type DecidedMode } from './decide-market-mode';

/** Gives the mode of this run and why; `live` is the live database, where the decision is remembered. */
export function chooseMarketMode(config: Config, live: Database): Promise<DecidedMode> {
  return decideMarketMode({ asked: config.MARKET_MODE, settings: new Settings(live), venues: liveVenues(config) });
}

/** Keeps the mode for the next starts. */
export function rememberMode(live: Database, mode: DataMode): Promise<void> {
  return rememberMarketMode(new Settings(live), mode);
}
