import { Inject, Injectable } from '@nestjs/common';
import type { AdminStats } from '@tideline/contracts';
import { UserStatistics } from '../db/user-statistics.repository';
import { UserStorage } from './user-storage';

export type UserCounts = Pick<AdminStats, 'users' | 'sessions' | 'apiKeys' | 'mails'>;

/** Counts accounts and what belongs to them, for administrators. */
@Injectable()
export class CountUsers {
  private readonly statistics = new UserStatistics();

  constructor(@Inject(UserStorage) private readonly storage: UserStorage) {}

  /** `from` is the begin of the first day (UTC) that is told by day. */
  async since(from: Date, now: Date): Promise<UserCounts> {
    const { database, mails } = this.storage;
    const [users, usersByDay, living, mailsByDay, waiting] = await Promise.all([
      this.statistics.users(database, now),
      this.statistics.usersByDay(database, from, now),
      this.statistics.sessionsAndKeys(database, now),
      this.statistics.mailsByDay(database, from, now),
      mails.countWaiting(database),
    ]);
    return {
      users: { ...users, byDay: usersByDay },
      sessions: { living: living.sessions },
      apiKeys: { living: living.keys, used24h: living.keysUsed24h },
      mails: { waiting, givenUp: mailsByDay.reduce((sum, { failed }) => sum + failed, 0), byDay: mailsByDay },
    };
  }
}
