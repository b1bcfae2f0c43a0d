import type { AuditAsked } from '../../../core/admin-api';
import { zoneAheadMs } from '../../../ui/figure-style';

/** What the address of the audit log may hold. */
export interface AuditParams {
  actor?: string | undefined;
  subject?: string | undefined;
  action?: string | undefined;
  range?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const rangeMs = { '1h': hourMs, '24h': dayMs, '7d': 7 * dayMs, '30d': 30 * dayMs } as const;
export const auditRanges = ['all', '1h', '24h', '7d', '30d', 'days'] as const;
export type AuditRange = (typeof auditRanges)[number];

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text can be the id of an account. */
export function isAccountId(text: string): boolean {
  return uuid.test(text);
}

/** Which span of time an address asks for. */
export function readRange({ range, from, to }: AuditParams): AuditRange {
  if (from !== undefined || to !== undefined) return 'days';
  return auditRanges.find((name) => name === range) ?? 'all';
}

/** Reads what is looked for from query parameters; what is senseless asks for everything. Days are those of the reader's zone, the last one included. */
export function readAuditSearch(params: AuditParams, now: number): AuditAsked {
  const { actor, subject, action } = params;
  return {
    actor: actor !== undefined && isAccountId(actor) ? actor : undefined,
    subject: subject?.slice(0, 100) || undefined,
    action: action !== undefined && /^[a-z0-9.-]{1,60}$/.test(action) ? action : undefined,
    ...spanOf(params, now),
  };
}

function spanOf(params: AuditParams, now: number): { from: number | undefined; to: number | undefined } {
  const range = readRange(params);
  if (range === 'all') return { from: undefined, to: undefined };
  if (range !== 'days') return { from: now - rangeMs[range], to: undefined };
  const [from, to] = [dayStart(params.from, 0), dayStart(params.to, 1)];
  return from !== undefined && to !== undefined && from >= to ? { from, to: undefined } : { from, to };
}

/** When a day, or one so many days after it, begins in the reader's zone. */
function dayStart(day: string | undefined, after: number): number | undefined {
  const utc = /^\d{4}-\d\d-\d\d$/.test(day ?? '') ? Date.parse(`${day}T00:00:00.000Z`) + after * dayMs : Number.NaN;
  if (Number.isNaN(utc)) return undefined;
  // The zone may be ahead by another hour at that very midnight than at that of UTC.
  return utc - zoneAheadMs(utc - zoneAheadMs(utc));
}
