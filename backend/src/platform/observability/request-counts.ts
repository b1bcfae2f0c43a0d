import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database';
import { LOG, type Log } from './log';
import { Metrics } from './metrics';

const everyMs = 60_000;
const lastWithinMs = 1_000;
const counted = /^\/(api\/v1|udf)\/(?!health)/;

/** Requests of one day (UTC) by the first digit of their status. */
export interface DayOfRequests {
  day: string;
  byClass: Record<string, number>;
}

/** Adds what this process's metrics have counted of the API's requests to the database, once a minute and at its end. */
@Injectable()
export class RequestCounts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private stored = new Map<string, number>();
  private adding: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(Database) private readonly database: Database,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.add(), everyMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    // Nobody waits for a database that is away.
    await Promise.race([this.add(), sleep(lastWithinMs, undefined, { ref: false })]);
  }

  /** Stores what was counted since the last time; what cannot be stored is tried again with the next. */
  add(): Promise<void> {
    this.adding = this.adding
      .then(() => this.addNow())
      .catch((error: unknown) => this.log.debug({ err: error }, 'the counts of requests could not be stored'));
    return this.adding;
  }

  /** The days from `from` on that had any requests. */
  async byDay(from: Date): Promise<DayOfRequests[]> {
    return this.database.query<DayOfRequests>(
      `SELECT day, jsonb_object_agg(class, requests) AS "byClass"
       FROM (SELECT to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, class, sum(requests)::bigint AS requests
             FROM request_counts WHERE hour >= $1 GROUP BY 1, 2) days
       GROUP BY day ORDER BY day`,
      [from],
    );
  }

  private async addNow(): Promise<void> {
    const now = await this.read();
    const fresh = [...now].map(([digit, count]) => [Number(digit), count - (this.stored.get(digit) ?? 0)] as const);
    const risen = fresh.filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
    if (risen.length === 0) return;
    await this.database.query(
      `INSERT INTO request_counts (hour, class, requests)
       SELECT date_trunc('hour', now()), class, requests FROM unnest($1::smallint[], $2::bigint[]) AS c (class, requests)
       ON CONFLICT (hour, class) DO UPDATE SET requests = request_counts.requests + excluded.requests`,
      [risen.map(([digit]) => digit), risen.map(([, count]) => count)],
    );
    this.stored = now;
  }

  private async read(): Promise<Map<string, number>> {
    const { values } = await this.metrics.httpDuration.get();
    const counts = new Map<string, number>();
    for (const { metricName, labels, value } of values) {
      if (metricName?.endsWith('_count') !== true || !counted.test(String(labels.route))) continue;
      const digit = String(labels.status).charAt(0);
      counts.set(digit, (counts.get(digit) ?? 0) + value);
    }
    return counts;
  }
}
