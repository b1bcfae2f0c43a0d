import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { AuditDetail } from './audit-chain';

/** What rows are looked for by; what is left out does not matter. Times are epoch ms, `from` ≤ t < `to`. */
export interface AuditFilter {
  actor?: string;
  subject?: string;
  /** How the action begins: `users.`. Letters, digits, dots and hyphens only. */
  action?: string;
  from?: number;
  to?: number;
}

/** A row as it is shown. */
export interface ShownRow {
  seq: number;
  at: Date;
  actorId: string | null;
  action: string;
  subjectId: string | null;
  network: string | null;
  detail: AuditDetail;
  hash: Buffer;
}

/** Reads the audit log. */
@Injectable()
export class AuditReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** At most `limit` rows, newest first, those before the row `before`. */
  async page(filter: AuditFilter, { before, limit }: { before: number | null; limit: number }): Promise<ShownRow[]> {
    const values: unknown[] = [limit];
    const held = (condition: string, value: unknown): string[] => {
      if (value === undefined || value === null) return [];
      values.push(value);
      return [condition.replace('?', `$${values.length}`)];
    };
    const moment = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));
    const conditions = [
      ...held('seq < ?', before),
      ...held('actor_id = ?', filter.actor),
      ...held('subject_id = ?', filter.subject),
      ...held('action LIKE ?', filter.action === undefined ? undefined : `${filter.action}%`),
      ...held('at >= ?', moment(filter.from)),
      ...held('at < ?', moment(filter.to)),
    ];
    return this.database.query<ShownRow>(
      `SELECT seq, at, actor_id AS "actorId", action, subject_id AS "subjectId", network, detail, hash FROM audit_log
       WHERE ${conditions.join(' AND ') || 'true'} ORDER BY seq DESC LIMIT $1`,
      values,
    );
  }
}
