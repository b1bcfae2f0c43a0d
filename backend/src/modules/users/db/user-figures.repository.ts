import type { Queries } from '../../../platform/database/database';

/** How many accounts and sessions there are; deleted accounts do not count. */
export interface UserFigures {
  registered: number;
  verified: number;
  disabled: number;
  /** Accounts of which a session was continued within the last day, and the last 30. */
  activeDay: number;
  activeMonth: number;
  livingSessions: number;
}

/** Counts what there is at `now`. */
export async function countUsers(database: Queries, now: Date): Promise<UserFigures> {
  const [row] = await database.query<UserFigures>(
    `SELECT count(*) AS registered, count(email_verified_at) AS verified, count(*) FILTER (WHERE status = 'disabled') AS disabled,
       count(*) FILTER (WHERE last_seen_at > $1::timestamptz - interval '1 day') AS "activeDay",
       count(*) FILTER (WHERE last_seen_at > $1::timestamptz - interval '30 days') AS "activeMonth",
       (SELECT count(*) FROM sessions s WHERE s.ended_at IS NULL AND s.ends_at > $1
          AND EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.session_id = s.id AND t.used_at IS NULL AND t.expires_at > $1)) AS "livingSessions"
     FROM users WHERE status <> 'deleted'`,
    [now],
  );
  if (row === undefined) throw new Error('a count gave no row');
  return row;
}
