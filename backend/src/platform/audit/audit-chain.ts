import { createHmac, hkdfSync } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** What may be kept of the circumstances of a deed. */
export type AuditDetail = Record<string, string | number | boolean | null>;

/** A row of the audit log as its hash covers it. */
export interface AuditRow {
  seq: number;
  /** Epoch microseconds. */
  atMicros: number;
  actorId: string | null;
  action: string;
  subjectId: string | null;
  network: string | null;
  /** The JSON as it is stored. */
  detailText: string;
}

/** Where a chain ends, or how far it was followed. */
export interface AuditHead {
  seq: number;
  hash: Buffer;
}

/** Before the first row. */
export const emptyChain: AuditHead = { seq: 0, hash: Buffer.alloc(32) };

/** The key of one database's chain, from the install's secret: rows of one database prove nothing in another. */
export function auditKey(secret: Buffer, database: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `tideline audit log ${database}`, 32));
}

/** The hash of a row that follows `previous`. Keyed, so that who can only write to the database cannot make a chain that holds. */
export function chainedHash(key: Buffer, previous: Buffer, row: AuditRow): Buffer {
  const { seq, atMicros, actorId, action, subjectId, network, detailText } = row;
  const text = JSON.stringify([seq, atMicros, actorId, action, subjectId, network, detailText]);
  return createHmac('sha256', key).update(previous).update(text).digest();
}

/** Gives the network of an address, /24 or /48: enough to see a pattern, too little to tell a person by. Null for what is no address. */
export function networkOf(address: string): string | null {
  const v4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address)?.[1];
  if (v4 !== undefined) return `${v4}.0/24`;
  if (!isIPv6(address)) return null;
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 3);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/48`;
}
