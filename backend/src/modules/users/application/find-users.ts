import { Inject, Injectable } from '@nestjs/common';
import type { AdminUser } from '@tideline/contracts';
import { CodedError } from '../../../platform/http/coded-error';
import type { FoundUser, UserFilter, UserPlace } from '../db/found-users.repository';
import { UserStorage } from './user-storage';

export type { UserFilter };

/** Finds accounts, for administrators. */
@Injectable()
export class FindUsers {
  constructor(@Inject(UserStorage) private readonly storage: UserStorage) {}

  /** One page, newest first. The cursor is the last account's place: who registers meanwhile moves nothing. Throws a 400 for a bad cursor. */
  async page(
    filter: UserFilter,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<{ users: AdminUser[]; nextCursor: string | null }> {
    const after = cursor === undefined ? null : readPlace(cursor);
    const rows = await this.storage.found.page(this.storage.database, filter, { after, limit: limit + 1, now: new Date(Date.now()) });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { users: shown.map(toAdminUser), nextCursor: rows.length > limit && last !== undefined ? writePlace(last) : null };
  }
}

/** Gives what administrators see of an account in a list. */
export function toAdminUser(user: FoundUser): AdminUser {
  return {
    id: user.id,
    email: user.email,
    displayName: user.displayName,
    role: user.role,
    status: user.status,
    emailVerified: user.emailVerifiedAt !== null,
    totpEnabled: user.totpEnabledAt !== null,
    createdAt: user.createdAt.toISOString(),
    lastSeenAt: user.lastSeenAt?.toISOString() ?? null,
    livingSessions: user.livingSessions,
    livingApiKeys: user.livingApiKeys,
  };
}

function writePlace({ createdMicros, id }: UserPlace): string {
  return Buffer.from(`${createdMicros}.${id}`).toString('base64url');
}

function readPlace(cursor: string): UserPlace {
  const found = /^(\d{1,16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (found === null) {
    const message = 'is not a cursor of this list; leave it out to start anew';
    throw new CodedError('REQUEST.INVALID', 400, `cursor: ${message}`, { errors: [{ path: 'cursor', message }] });
  }
  return { createdMicros: Number(found[1]), id: found[2] ?? '' };
}
