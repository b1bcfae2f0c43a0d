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
  SET idle_session_timeout = '9s'; SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3;
  SET application_name = 'tideline leadership'`;

/**
 * Lets exactly one process among those on a database carry a duty: the one whose dedicated connection holds an advisory lock.
 * When the leader dies, hangs or loses its connection, PostgreSQL frees the lock and another process takes over within 15 s.
 * Needs a direct connection or a session-level pooler.
 */
export class Leadership {
  private readonly log = new Logger('Leadership');
  private client: Client | null = null;
  private held = false;
  private running = false;
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();

  /** `name` is the same in every process that competes for the duty. */
  constructor(
    private readonly connection: ClientConfig,
    private readonly name: string,
    private readonly duty: Duty,
  ) {}

  get leading(): boolean {
    return this.held;
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
    if (this.held) this.lay();
    await this.work;
    await this.client?.end().catch(() => undefined);
    this.client = null;
  }

  private async check(): Promise<void> {
    try {
      const client = this.client ?? (await this.connect());
      if (this.held) await client.query('SELECT 1');
      else if (await this.lock(client)) this.take();
    } catch (error) {
      this.lose(this.client, error instanceof Error ? error.message : String(error));
    }
    if (this.running) this.timer = setTimeout(() => void this.check(), checkMs);
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      ...this.connection,
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
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked', [this.name]);
    return rows[0]?.locked === true;
  }

  private take(): void {
    if (!this.running || this.client === null) return;
    this.held = true;
    this.log.log(`this process now leads: ${this.name}`);
    const { client } = this;
    this.then(async () => {
      try {
        await this.duty.start();
      } catch (error) {
        // Another process may be able to; this one competes again after the others.
        this.lose(client, `it could not start: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  }

  private lay(): void {
    this.held = false;
    this.then(() => this.duty.stop());
  }

  /** The lock lives and dies with its connection, so whatever ends the one ends the duty. */
  private lose(client: Client | null, reason: string): void {
    if (client === null || client !== this.client) return;
    this.client = null;
    client.end().catch(() => undefined);
    if (!this.held) return;
    this.log.warn(`this process no longer leads (${this.name}): ${reason}`);
    this.lay();
  }

  /** Starts and stops one after the other, in the order in which they were decided. */
  private then(step: () => void | Promise<void>): void {
    this.work = this.work.then(step).catch((error: unknown) => {
      this.log.error(`${this.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  }
}
