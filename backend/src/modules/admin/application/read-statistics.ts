import { Inject, Injectable } from '@nestjs/common';
import { periodMs, type AdminStats, type Period } from '@tideline/contracts';
import { Jobs } from '../../../platform/jobs/jobs';
import { RequestCounts } from '../../../platform/observability/request-counts';
import { LivePresence } from '../../../platform/realtime/live/live-presence';
import { ManageAssets } from '../../market';
import { CountUsers } from '../../users';

const dayMs = 86_400_000;

/** How the install is used. */
@Injectable()
export class ReadStatistics {
  constructor(
    @Inject(CountUsers) private readonly users: CountUsers,
    @Inject(ManageAssets) private readonly assets: ManageAssets,
    @Inject(RequestCounts) private readonly requests: RequestCounts,
    @Inject(LivePresence) private readonly presence: LivePresence,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  /** What is told by day begins with the day (UTC) in which the period begins. */
  async over(period: Period, now: number): Promise<AdminStats> {
    const from = new Date(Math.floor((now - periodMs[period]) / dayMs) * dayMs);
    await this.requests.add();
    const [users, assets, requests, jobs] = await Promise.all([
      this.users.since(from, new Date(now)),
      this.assets.list(),
      this.requestsSince(from, now),
      this.jobs.counts(),
    ]);
    const enabled = assets.filter((asset) => asset.enabled).length;
    return {
      asOf: new Date(now).toISOString(),
      from: from.toISOString(),
      ...users,
      sockets: this.presence.sockets(),
      requests,
      assets: { enabled, disabled: assets.length - enabled },
      jobs,
    };
  }

  private async requestsSince(from: Date, now: number): Promise<AdminStats['requests']> {
    const known = new Map((await this.requests.byDay(from)).map(({ day, byClass }) => [day, byClass]));
    const days = Array.from({ length: Math.floor((now - from.getTime()) / dayMs) + 1 }, (_, n) =>
      new Date(from.getTime() + n * dayMs).toISOString().slice(0, 10),
    );
    const of = (digit: string, day: string): number => known.get(day)?.[digit] ?? 0;
    const over = (digit: string): number => days.reduce((sum, day) => sum + of(digit, day), 0);
    const byDay = days.map((day) => ({
      day,
      requests: ['1', '2', '3', '4', '5'].reduce((sum, digit) => sum + of(digit, day), 0),
      clientErrors: of('4', day),
      serverErrors: of('5', day),
    }));
    return {
      total: byDay.reduce((sum, { requests }) => sum + requests, 0),
      byStatus: { '2xx': over('2'), '3xx': over('3'), '4xx': over('4'), '5xx': over('5') },
      byDay,
    };
  }
}
