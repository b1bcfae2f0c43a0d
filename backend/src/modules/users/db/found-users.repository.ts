import type { Role, UserStatus } from '@tideline/contracts';
import type { Transaction } from '../../../platform/database/database';

/** What accounts are looked for by. */
export interface UserFilter {
  /** Part of the address, the name or the id. */
  search?: string;
  status?: UserStatus;
  role?: Role;
  verified?: boolean;
}

/** A place in the list, newest first: when the account was made (epoch microseconds) and its id. */
export interface UserPlace {
  createdMicros: number;
  id: string;
}

/** An account as administrators find it. */
export interface FoundUser {
  id: string;
  email: string;
  displayName: string;
  role: Role;
  status: UserStatus;
  emailVerifiedAt: Date | null;
  totpEnabledAt: Date | null;
  createdAt: Date;
  createdMicros: number;
  lastSeenAt: Date | null;
  livingSessions: number;
  livingApiKeys: number;
}

const livingSession = `s.ended_at IS NULL AND s.ends_at > $1
  AND EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.session_id = s.id AND t.used_at IS NULL AND t.expires_at > $1)`;

const columns = `u.id, u.email, u.display_name AS "displayName", u.role, u.status, u.email_verified_at AS "emailVerifiedAt",
  u.totp_enabled_at AS "totpEnabledAt", u.created_at AS "createdAt", (extract(epoch FROM u.created_at) * 1000000)::bigint AS "createdMicros",
  u.last_seen_at AS "lastSeenAt",
  (SELECT count(*) FROM sessions s WHERE s.user_id = u.id AND ${livingSession}) AS "livingSessions",
  (SELECT count(*) FROM api_keys k WHERE k.user_id = u.id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $1))
    AS "livingApiKeys"`;

/** Finds accounts that are not deleted. */
export class FoundUsers {
  /** Newest first, those after the place; what is counted lives at `now`. */
  async page(
    tx: Transaction,
    filter: UserFilter,
    { after, limit, now }: { after: UserPlace | null; limit: number; now: Date },
  ): Promise<FoundUser[]> {
    return tx.query<FoundUser>(
      `SELECT ${columns} FROM users u
       WHERE u.status <> 'deleted'
         AND ($2::text IS NULL OR u.email LIKE $2 OR lower(u.display_name) LIKE $2 OR u.id::text LIKE $2)
         AND ($3::text IS NULL OR u.status = $3) AND ($4::text IS NULL OR u.role = $4)
         AND ($5::boolean IS NULL OR (u.email_verified_at IS NOT NULL) = $5)
         AND ($6::bigint IS NULL OR (u.created_at, u.id) < (timestamptz 'epoch' + $6 * interval '1 microsecond', $7::uuid))
       ORDER BY u.created_at DESC, u.id DESC LIMIT $8`,
      [
        now,
        filter.search === undefined || filter.search === '' ? null : containing(filter.search.toLowerCase()),
        filter.status ?? null,
        filter.role ?? null,
        filter.verified ?? null,
        after?.createdMicros ?? null,
        after?.id ?? null,
        limit,
      ],
    );
  }

  async byId(tx: Transaction, id: string, now: Date): Promise<FoundUser | null> {
    const [row] = await tx.query<FoundUser>(`SELECT ${columns} FROM users u WHERE u.status <> 'deleted' AND u.id = $2`, [now, id]);
    return row ?? null;
  }
}

/** A pattern for LIKE that finds the text as it stands: `%` and `_` in it mean themselves. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
