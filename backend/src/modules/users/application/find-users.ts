import { Inject, Injectable } from '@nestjs/common';
import type { AdminUser, AdminUserDetail } from '@tideline/contracts';
import { CodedError } from '../../../platform/http/coded-error';
import type { FoundUser, UserFilter, UserPlace } from '../db/found-users.repository';
import { deviceName } from './device-name';
import { KeepApiKeys } from './keep-api-keys';
import { UserStorage } from './user-storage';
import { unknownUser } from './users.errors';

export type { UserFilter };

const mailsMs = 30 * 86_400_000;
const mostMails = 20;
const mostKeys = 500;

/** What the users module keeps of an account, besides the live sockets. */
export type UserDetail = Omit<AdminUserDetail, 'openSockets'>;

/** Finds accounts, for administrators. */
@Injectable()
export class FindUsers {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(KeepApiKeys) private readonly keys: KeepApiKeys,
  ) {}

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

  /** False in an install that nobody administers yet. */
  hasAdministrator(): Promise<boolean> {
    return this.storage.users.hasAdmin(this.storage.database);
  }

  /** Everything about one account that administrators may see; `asking` is the session that asks. Throws a 404. */
  async one(id: string, asking: string | null): Promise<UserDetail> {
    const { database, found, users, sessions, mails } = this.storage;
    const now = Date.now();
    const [row, user] = await Promise.all([found.byId(database, id, new Date(now)), users.byId(database, id)]);
    if (row === null || user === null) throw unknownUser();
    const [living, apiKeys, failed] = await Promise.all([
      sessions.ofUser(database, id, new Date(now)),
      this.keys.list(id, mostKeys),
      mails.failedTo(database, user.email, new Date(now - mailsMs), mostMails),
    ]);
    const { pendingEmail, emailVerifiedAt, locale, timeZone, displayCurrency, recoveryCodesLeft } = user;
    return {
      ...toAdminUser(row),
      ...{ pendingEmail, locale, timeZone, displayCurrency, recoveryCodesLeft, apiKeys },
      emailVerifiedAt: emailVerifiedAt?.toISOString() ?? null,
      sessions: living.map(({ userAgent, createdAt, lastUsedAt, ...session }) => ({
        ...session,
        device: deviceName(userAgent),
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        current: session.id === asking,
      })),
      failedMails: failed.map(({ createdAt, givenUpAt, ...mail }) => ({
        ...mail,
        promisedAt: createdAt.toISOString(),
        givenUpAt: givenUpAt?.toISOString() ?? null,
      })),
    };
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
