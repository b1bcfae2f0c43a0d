import type { DataMode, MarketAlert } from '@tideline/contracts';
import type { StoredAlert } from '../db/market-alerts.repository';

/** An alert as it crosses the wire. */
export function toldAlert({ id, startedAt, detectedAt, updatedAt, ...figures }: StoredAlert, dataMode: DataMode): MarketAlert {
  const instant = (at: number): string => new Date(at).toISOString();
  return {
    id: String(id),
    ...figures,
    startedAt: instant(startedAt),
    detectedAt: instant(detectedAt),
    updatedAt: instant(updatedAt),
    dataMode,
  };
}
