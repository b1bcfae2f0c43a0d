import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { PartHealth } from '@tideline/contracts';
import { Histogram } from 'prom-client';
import { Database } from '../database/database';
import { FreeDisk } from '../database/free-disk';
import { Jobs } from '../jobs/jobs';
import { Health } from './health';
import { Metrics } from './metrics';

/** Health and metrics of what every process has: the database, the disk, the jobs. */
@Injectable()
export class WatchPlatform implements OnModuleInit {
  constructor(
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(Database) private readonly database: Database,
    @Inject(FreeDisk) private readonly disk: FreeDisk,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.health.register({ part: 'database', required: true, check: () => this.askDatabase() });
    this.health.register({ part: 'disk', required: false, check: () => this.askDisk() });
    this.health.register({ part: 'jobs', required: false, check: () => this.askJobs() });
    this.offerPool();
    this.observeJobs();
  }

  private async askDatabase(): Promise<PartHealth[]> {
    await this.database.query('SELECT 1');
    return [{ part: 'database', state: 'up', detail: null, ageMs: 0 }];
  }

  private askDisk(): PartHealth[] {
    const { scarce } = this.disk.state;
    const detail = scarce ? 'nearly full: raw trades are not stored' : null;
    return [{ part: 'disk', state: scarce ? 'degraded' : 'up', detail, ageMs: null }];
  }

  private askJobs(): PartHealth[] {
    return [...this.jobs.lastOutcomes()].map(([job, { at, outcome, detail }]) => ({
      part: `job ${job}`,
      state: outcome === 'completed' ? 'up' : 'degraded',
      detail,
      ageMs: Date.now() - at,
    }));
  }

  private offerPool(): void {
    this.metrics.gauge('tideline_database_pool_connections', 'Connections of the pool, and queries that wait for one', ['state'], () => {
      const { totalCount, idleCount, waitingCount } = this.database.pool;
      return [
        { value: totalCount - idleCount, labels: { state: 'busy' } },
        { value: idleCount, labels: { state: 'idle' } },
        { value: waitingCount, labels: { state: 'waiting' } },
      ];
    });
  }

  private observeJobs(): void {
    const duration = new Histogram({
      name: 'tideline_jobs_run_duration_seconds',
      help: 'Time that a try of a job took, by how it ended',
      labelNames: ['job', 'outcome'],
      buckets: [0.05, 0.25, 1, 5, 15, 60, 300],
      registers: [this.metrics.registry],
    });
    this.jobs.observe(({ job, outcome, seconds }) => duration.observe({ job, outcome }, seconds));
  }
}
