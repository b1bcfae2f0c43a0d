import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { Client, type ClientConfig } from 'pg';

/** What only one process at a time may do. `stop` is also called when leadership is lost; it must end the work at once. */
export interface Duty {
  start(): void | Promise<void>;
  stop(): void | Promise<void>;
}

/**
 * The order of these is what keeps two processes from leading at once. A leader that hears nothing stops within
 * `checkMs + answerMs` = 6 s; the server frees the lock of a silent session after 8 s at the earliest (keepalive) and 9 s at the
 * latest (idle session); a waiting process asks every 3 s: takeover after 12 s at most.
 */
const checkMs = 3_000;
const answerMs = 3_000;
const sessionSettings = `
  SET idle_session_timeout = '9s'; SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3`;

const lockSql = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked';
/** By whom a lock is held, told by the names of their sessions. */
const holdersSql = `
  SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
  WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND objsubid = 1 AND (classid::bigint << 32) | objid::bigint = hashtextextended($1, 0)`;

/** What becomes of the duty when the connection that holds the lock is lost. */
export interface LeadershipOptions {
  /**
   * False: it ends at once, before another process can have the lock; needed where processes stand by. True: it goes on while the lock
   * is taken again, and ends only when another process is seen to hold it; for a process that is meant to be alone.
   */
  keep: boolean;
}

/**
 * Lets exactly one process among those on a database carry a duty: the one whose dedicated connection holds an advisory lock.
 * When the leader dies, hangs or loses its connection, PostgreSQL frees the lock and another process takes over within 15 s.
 * Needs a direct connection or a session-level pooler.
 */
export class Leadership {
  private readonly log = new Logger('Leadership');
  /** By this name our own sessions are told from those of other processes. */
  private readonly sessionName = `tideline leadership ${randomUUID()}`;
  private client: Client | null = null;
  /** `client` holds the lock. */
  private locked = false;
  /** Stands for one time of carrying the duty; null while it is not carried. */
  private term: symbol | null = null;
  private running = false;
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();

  /** `name` is the same in every process that competes for the duty. */
  constructor(
    private readonly connection: ClientConfig,
    private readonly name: string,
    private readonly duty: Duty,
    private readonly options: LeadershipOptions = { keep: false },
  ) {}

  get leading(): boolean {
    return this.term !== null;
  }

  /** Begins to compete; resolves after the first attempt, so that a process without a rival leads when this returns. */
  async start(): Promise<void> {
    this.running = true;
    await this.check();
  }

  /** Ends the duty if it is held and frees the lock; another process may take it at once. */
  async stop(): Promise<void> {
    this.running = false;
    clearTimeout(this.timer);
    if (this.leading) this.lay();
    await this.work;
    await this.client?.end().catch(() => undefined);
    this.client = null;
  }

  private async check(): Promise<void> {
    try {
      const client = this.client ?? (await this.connect());
      if (this.locked) await client.query('SELECT 1');
      else if (await this.lock(client)) this.take();
      else if (this.leading && (await this.heldByAnother(client))) this.giveUp('another process holds the lock');
    } catch (error) {
      this.lose(this.client, messageOf(error));
    }
    if (this.running) this.timer = setTimeout(() => void this.check(), checkMs);
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      ...this.connection,
      application_name: this.sessionName,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: checkMs,
    });
    client.on('error', (error) => this.lose(client, error.message));
    client.on('end', () => this.lose(client, 'the connection was closed'));
    this.client = client;
    await client.connect();
    await client.query(sessionSettings);
    return client;
  }

  private async lock(client: Client): Promise<boolean> {
    const { rows } = await client.query<{ locked: boolean }>(lockSql, [this.name]);
    return rows[0]?.locked === true;
  }

  /** False also while a session of ours that the server has not yet seen to be dead holds it. */
  private async heldByAnother(client: Client): Promise<boolean> {
    const { rows } = await client.query<{ name: string }>(holdersSql, [this.name]);
    return rows.some(({ name }) => name !== this.sessionName);
  }

  private take(): void {
    if (!this.running || this.client === null) return;
    this.locked = true;
    if (this.leading) {
      this.log.log(`the lock is held again: ${this.name} went on meanwhile`);
      return;
    }
    const term = (this.term = Symbol(this.name));
    this.log.log(`this process now leads: ${this.name}`);
    this.then(async () => {
      try {
        await this.duty.start();
      } catch (error) {
        // Another process may be able to; this one competes again after the others.
        if (this.term !== term) return;
        this.giveUp(`it could not start: ${messageOf(error)}`);
        this.lose(this.client, '');
      }
    });
  }

  private giveUp(reason: string): void {
    this.log.warn(`this process no longer leads (${this.name}): ${reason}`);
    this.lay();
  }

  private lay(): void {
    this.term = null;
    this.then(() => this.duty.stop());
  }

  /** The lock lives and dies with its connection. */
  private lose(client: Client | null, reason: string): void {
    if (client === null || client !== this.client) return;
    const wasLocked = this.locked;
    this.client = null;
    this.locked = false;
    client.end().catch(() => undefined);
    if (!this.leading) return;
    if (!this.options.keep) this.giveUp(reason);
    else if (wasLocked) this.log.warn(`the lock is lost for now, ${this.name} goes on: ${reason}`);
  }

  /** Starts and stops one after the other, in the order in which they were decided. */
  private then(step: () => void | Promise<void>): void {
    this.work = this.work.then(step).catch((error: unknown) => {
      this.log.error(`${this.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
