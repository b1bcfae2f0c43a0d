import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../../../platform/observability/metrics';
import { countUsers, type UserFigures } from '../db/user-figures.repository';
import { SignIn } from './sign-in';
import { UserStorage } from './user-storage';

/** However often it is asked, the database counts this seldom. */
const keptMs = 15_000;

/** Metrics of accounts, from processes that serve. Each of them tells of the whole install; sign-ins are its own. */
@Injectable()
export class WatchUsers implements OnModuleInit {
  private counted: { at: number; figures: Promise<UserFigures | null> } | null = null;

  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(SignIn) private readonly door: SignIn,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.offer(
      'tideline_users_accounts',
      'Accounts that are not deleted, by how far they came',
      'state',
      ({ registered, verified, disabled }) => ({
        registered,
        verified,
        disabled,
      }),
    );
    this.offer('tideline_users_active_accounts', 'Accounts of which a session was continued lately', 'within', (figures) => ({
      '24h': figures.activeDay,
      '30d': figures.activeMonth,
    }));
    this.metrics.gauge('tideline_users_living_sessions', 'Sessions that can be continued', [], async () => {
      const figures = await this.figures();
      return figures === null ? [] : [{ value: figures.livingSessions }];
    });
    this.metrics.total('tideline_users_sign_ins_total', 'Tries to sign in, by how they ended', ['result'], () =>
      [...this.door.results].map(([result, value]) => ({ value, labels: { result } })),
    );
  }

  private offer(name: string, help: string, label: string, read: (figures: UserFigures) => Record<string, number>): void {
    this.metrics.gauge(name, help, [label], async () => {
      const figures = await this.figures();
      return figures === null ? [] : Object.entries(read(figures)).map(([key, value]) => ({ value, labels: { [label]: key } }));
    });
  }

  /** Null while the database is away: a figure that is not known is not told. */
  private figures(): Promise<UserFigures | null> {
    const now = performance.now();
    if (this.counted === null || now - this.counted.at > keptMs) {
      this.counted = { at: now, figures: countUsers(this.storage.database, new Date(Date.now())).catch(() => null) };
    }
    return this.counted.figures;
  }
}
