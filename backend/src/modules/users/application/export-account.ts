import { Inject, Injectable } from '@nestjs/common';
import type { AccountExport } from '@tideline/contracts';
import { sessionEnded } from '../../../platform/access/access.errors';
import type { Transaction } from '../../../platform/database/database';
import { readPreferences } from '../domain/kept-preferences';
import { accountOf } from '../domain/user';
import { deviceName } from './device-name';
import { UserStorage, type Owner } from './user-storage';

/** Gives a person everything that is kept of them. */
@Injectable()
export class ExportAccount {
  constructor(@Inject(UserStorage) private readonly storage: UserStorage) {}

  async export(owner: Owner): Promise<AccountExport> {
    return this.storage.database.transaction(async (tx) => {
      const gathered = await this.gather(tx, owner.userId);
      await this.storage.recordOwn(tx, 'users.exported', owner);
      return gathered;
    });
  }

  private async gather(tx: Transaction, userId: string): Promise<AccountExport> {
    const { users, personal } = this.storage;
    const user = await users.byId(tx, userId);
    if (user === null) throw sessionEnded();
    const dates = await personal.dates(tx, userId);
    const written = <T extends object>(rows: T[]) => rows.map(withInstants);
    return {
      exportedAt: new Date(Date.now()).toISOString(),
      account: accountOf(user),
      emailVerifiedAt: dates?.emailVerifiedAt?.toISOString() ?? null,
      lastSeenAt: dates?.lastSeenAt?.toISOString() ?? null,
      secondFactorSince: dates?.secondFactorSince?.toISOString() ?? null,
      preferences: readPreferences((await users.preferences(tx, userId)) ?? {}),
      sessions: written((await personal.sessions(tx, userId)).map((session) => ({ ...session, device: deviceName(session.userAgent) }))),
      apiKeys: written(await personal.apiKeys(tx, userId)),
      links: written(await personal.links(tx, userId)),
      mails: written(await personal.mails(tx, userId, user.email)),
      auditLog: written(await personal.deeds(tx, userId)),
    };
  }
}

/** A row with its instants as they go over the wire. */
type Written<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] };

function withInstants<T extends object>(row: T): Written<T> {
  const entries = Object.entries(row).map(([name, value]: [string, unknown]) => [
    name,
    value instanceof Date ? value.toISOString() : value,
  ]);
  return Object.fromEntries(entries) as Written<T>;
}
