import type { AdminStats } from '@tideline/contracts';
import type { Transaction } from '../../../platform/database/database';

type Counts = AdminStats['users'];

const dayOf = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`;
const days = `generate_series($1::timestamptz, $2::timestamptz, interval '1 day') AS d (at)`;

/** Counts over all accounts that are not deleted. Days are UTC and begin at `from`. */
export class UserStatistics {
  async users(tx: Transaction, now: Date): Promise<Omit<Counts, 'byDay'>> {
    const [row] = await tx.query<Omit<Counts, 'byDay'>>(
      `SELECT count(*) AS total, count(*) FILTER (WHERE email_verified_at IS NOT NULL) AS verified,
         count(*) FILTER (WHERE status = 'disabled') AS disabled, count(*) FILTER (WHERE role = 'admin') AS administrators,
         count(*) FILTER (WHERE last_seen_at > $1::timestamptz - interval '24 hours') AS active24h,
         count(*) FILTER (WHERE last_seen_at > $1::timestamptz - interval '7 days') AS active7d,
         count(*) FILTER (WHERE last_seen_at > $1::timestamptz - interval '30 days') AS active30d
       FROM users WHERE status <> 'deleted'`,
      [now],
    );
    if (row === undefined) throw new Error('a count gave no row');
    return row;
  }

  async usersByDay(tx: Transaction, from: Date, now: Date): Promise<Counts['byDay']> {
    return tx.query(
      `SELECT ${dayOf('d.at')} AS day, count(u.id) AS registered,
         (sum(count(u.id)) OVER (ORDER BY d.at) + (SELECT count(*) FROM users WHERE status <> 'deleted' AND created_at < $1))::bigint AS total
       FROM ${days} LEFT JOIN users u ON u.status <> 'deleted' AND u.created_at >= d.at AND u.created_at < d.at + interval '1 day'
       GROUP BY d.at ORDER BY d.at`,
      [from, now],
    );
  }

  async sessionsAndKeys(tx: Transaction, now: Date): Promise<{ sessions: number; keys: number; keysUsed24h: number }> {
    const [row] = await tx.query<{ sessions: number; keys: number; keysUsed24h: number }>(
      `SELECT (SELECT count(*) FROM sessions s WHERE s.ended_at IS NULL AND s.ends_at > $1 AND EXISTS
                (SELECT 1 FROM refresh_tokens t WHERE t.session_id = s.id AND t.used_at IS NULL AND t.expires_at > $1)) AS sessions,
         count(*) FILTER (WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)) AS keys,
         count(*) FILTER (WHERE last_used_at > $1::timestamptz - interval '24 hours') AS "keysUsed24h"
       FROM api_keys`,
      [now],
    );
    return row ?? { sessions: 0, keys: 0, keysUsed24h: 0 };
  }

  async mailsByDay(tx: Transaction, from: Date, now: Date): Promise<AdminStats['mails']['byDay']> {
    return tx.query(
      `SELECT ${dayOf('d.at')} AS day,
         (SELECT count(*) FROM outbox_mails WHERE sent_at >= d.at AND sent_at < d.at + interval '1 day') AS sent,
         (SELECT count(*) FROM outbox_mails WHERE given_up_at >= d.at AND given_up_at < d.at + interval '1 day') AS failed
       FROM ${days} ORDER BY d.at`,
      [from, now],
    );
  }
}
