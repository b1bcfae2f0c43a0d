import type { Submission } from '../../../core/submission';
import { refusalText } from '../refusal';

/** The server says of these best what can be done: what is listed instead, that it is there already, who could not be asked. */
const wellSaid = new Set(['MARKET.UNKNOWN_COIN', 'MARKET.NOT_LISTED', 'MARKET.ASSET_EXISTS', 'MARKET.SOURCE_UNAVAILABLE']);

/** Why an asset was not added, as a sentence; empty when nothing was refused. */
export function addRefusalText(sending: Pick<Submission, 'failure' | 'waitSeconds'>): string {
  const problem = sending.failure()?.problem;
  return problem && wellSaid.has(problem.code) ? problem.detail : refusalText(sending);
}
