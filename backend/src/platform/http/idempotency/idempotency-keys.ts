import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config';
import { signingSecret } from '../../config/secret';
import { Database } from '../../database/database';

const keptMs = 86_400_000;
/** A request that has not ended after so long died with its process: another may take its place. */
const diedAfterMs = 60_000;

/** Which request: all that must be the same when it is sent again. */
export interface KeyedRequest {
  /** Who asks, and for what. */
  scope: string;
  key: string;
  body: string;
}

export interface KeptAnswer {
  status: number;
  body: string;
}

/** A turn that was begun; only who has it may end it. */
export interface Turn {
  id: Buffer;
  startedAt: Date;
}

export type Beginning = { begun: Turn } | { kept: KeptAnswer } | 'running' | 'another request';

/** Answers to requests with an Idempotency-Key, kept for 24 hours. Who asked what is kept as keyed hashes only. */
@Injectable()
export class IdempotencyKeys {
  private readonly secret: Buffer;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CONFIG) config: Config,
  ) {
    this.secret = Buffer.from(hkdfSync('sha256', signingSecret(config), '', 'tideline idempotency keys', 32));
  }

  /** Begins the request, or tells what became of the first one with its key. */
  async begin(request: KeyedRequest, now: number): Promise<Beginning> {
    const id = this.hash(`${request.scope}\n${request.key}`);
    const requestHash = this.hash(request.body);
    const startedAt = new Date(now);
    const begun = await this.database.query(
      `INSERT INTO idempotency_keys AS k (key_hash, request_hash, started_at) VALUES ($1, $2, $3)
       ON CONFLICT (key_hash) DO UPDATE SET request_hash = $2, started_at = $3, status = NULL, body = NULL
         WHERE k.started_at <= $4 OR (k.status IS NULL AND k.started_at <= $5)
       RETURNING 1`,
      [id, requestHash, startedAt, new Date(now - keptMs), new Date(now - diedAfterMs)],
    );
    if (begun.length > 0) return { begun: { id, startedAt } };
    const [first] = await this.database.query<{ requestHash: Buffer; status: number | null; body: string | null }>(
      'SELECT request_hash AS "requestHash", status, body FROM idempotency_keys WHERE key_hash = $1',
      [id],
    );
    if (first === undefined) return 'running';
    if (!first.requestHash.equals(requestHash)) return 'another request';
    return first.status === null ? 'running' : { kept: { status: first.status, body: first.body ?? '' } };
  }

  /** Keeps the answer for whoever sends the request again. */
  async keep({ id, startedAt }: Turn, { status, body }: KeptAnswer): Promise<void> {
    const sql = 'UPDATE idempotency_keys SET status = $3, body = $4 WHERE key_hash = $1 AND started_at = $2';
    await this.database.query(sql, [id, startedAt, status, body]);
  }

  /** Nothing was done: the request may be sent again. */
  async forget({ id, startedAt }: Turn): Promise<void> {
    await this.database.query('DELETE FROM idempotency_keys WHERE key_hash = $1 AND started_at = $2', [id, startedAt]);
  }

  async deleteOld(now: number): Promise<void> {
    await this.database.query('DELETE FROM idempotency_keys WHERE started_at <= $1', [new Date(now - keptMs)]);
  }

  private hash(text: string): Buffer {
    return createHmac('sha256', this.secret).update(text).digest();
  }
}
