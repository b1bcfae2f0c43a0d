import { Logger } from '@nestjs/common';
import { Client, type ClientConfig } from 'pg';

const answerMs = 5_000;
const againMs = 3_000;

/**
 * Hears `NOTIFY` on one channel, on a connection of its own that is opened again when it is lost. News only: what is said while nobody
 * listens is lost, so `heard` is also called after each beginning. Needs a direct connection or a session-level pooler.
 */
export class Notifications {
  private readonly log = new Logger('Notifications');
  private client: Client | null = null;
  private timer: NodeJS.Timeout | undefined;
  private running = false;

  constructor(
    private readonly connection: ClientConfig,
    private readonly channel: string,
    private readonly heard: () => void,
  ) {}

  /** Resolves after the first attempt. */
  async start(): Promise<void> {
    this.running = true;
    await this.listen();
  }

  async stop(): Promise<void> {
    this.running = false;
    clearTimeout(this.timer);
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const client = new Client({
      ...this.connection,
      application_name: `tideline ${this.channel}`,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
      keepAlive: true,
    });
    this.client = client;
    client.on('error', (error) => this.lose(client, error.message));
    client.on('end', () => this.lose(client, 'the connection was closed'));
    client.on('notification', () => this.heard());
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(this.channel)}`);
      this.heard();
    } catch (error) {
      this.lose(client, error instanceof Error ? error.message : String(error));
    }
  }

  private lose(client: Client, reason: string): void {
    if (client !== this.client) return;
    this.client = null;
    client.end().catch(() => undefined);
    if (!this.running) return;
    this.log.debug(`nothing is heard on ${this.channel} for now: ${reason}`);
    this.timer = setTimeout(() => void this.listen(), againMs);
  }
}
