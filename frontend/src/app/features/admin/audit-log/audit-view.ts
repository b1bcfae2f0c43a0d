import type { AuditEntry } from '@tideline/contracts';
import { auditWords as words } from '../../../words/admin-audit';

const uuids = /\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

/** What was done, in words; an action that has none yet stands as it is. */
export function actionText(action: string): string {
  return words.actions[action] ?? action;
}

/** The detail of a deed: `status: disabled, role: user`. */
export function detailText(detail: AuditEntry['detail']): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${words.details[name] ?? name}: ${valueText(name, value)}`)
    .join(', ');
}

function valueText(name: string, value: string | number | boolean | null): string {
  // The log counts places from 0, the list of assets from 1.
  if (name === 'position') return String(Number(value) + 1);
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  // The first part of an id tells it from the others.
  return String(value).replaceAll(uuids, '$1…');
}

/** The ids of a page that may be accounts. */
export function accountIds(entries: readonly AuditEntry[]): Set<string> {
  const subjects = entries.filter(({ action }) => !aboutKeys.has(action)).map(({ subjectId }) => subjectId);
  const ids = [...entries.map(({ actorId }) => actorId), ...subjects];
  return new Set(ids.filter((id): id is string => id !== null));
}

/** Their subject is the key itself. */
const aboutKeys = new Set(['users.api-key-made', 'users.api-key-revoked']);
