import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database';
import { LOG, type Log } from '../observability/log';
import { Metrics } from '../observability/metrics';
import { type AuditHead } from './audit-chain';
import { headText, NotedHead } from './noted-head';
import { absent } from './verify-chain';

const everyMs = 60_000;
const saidEveryMs = 3_600_000;

/**
 * Notes once a minute, and at the end, how far the log reaches, in DATA_DIR and hourly in the process's log; and sees whether what was
 * noted before is still there. A head that has gone is kept as it was noted, as evidence, until somebody takes the file away.
 */
@Injectable()
export class WatchAuditLog implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private head: AuditHead | null = null;
  private intact = true;
  private said: { at: number; seq: number } = { at: 0, seq: 0 };

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(NotedHead) private readonly noted: NotedHead,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge('tideline_audit_rows', 'Rows of the audit log, as of a minute ago at most', [], () => [
      { value: this.head?.seq ?? 0 },
    ]);
    this.metrics.gauge('tideline_audit_end_intact', '0 once rows are missing that the audit log had before', [], () => [
      { value: this.intact ? 1 : 0 },
    ]);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.look();
  }

  /** Never throws: the log goes on without being watched while the database is away. */
  async look(): Promise<void> {
    try {
      const before = this.noted.read();
      const gone = before === null ? null : await absent(this.database, [before]);
      if (gone !== null) return this.tell(gone);
      this.intact = true;
      [this.head = null] = await this.database.query<AuditHead>('SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1');
      if (this.head !== null && this.head.seq > (before?.seq ?? 0)) this.noted.write(this.head);
      this.say();
    } catch (error) {
      this.log.debug({ err: error }, 'the end of the audit log could not be noted');
    }
  }

  private tell(gone: AuditHead): void {
    if (this.intact) this.log.error({ head: headText(gone) }, 'rows of the audit log are missing; see docs/security.md');
    this.intact = false;
  }

  private say(): void {
    if (this.head === null || this.head.seq === this.said.seq || Date.now() - this.said.at < saidEveryMs) return;
    this.said = { at: Date.now(), seq: this.head.seq };
    this.log.info({ head: headText(this.head) }, 'the audit log reaches');
  }
}
