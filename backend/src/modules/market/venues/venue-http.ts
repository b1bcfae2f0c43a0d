import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from './back-off';
import { isLasting, refusalReason, retryAfterMs } from './refusals';
import { RequestQueue, type RequestPriority, type RequestRate } from './request-queue';
import { readJson } from './untrusted';
import { VenueRefusal } from './venue';

/** What a venue says inside a body: `wait` = come back later (the whole venue is paused), `refused` = this request is wrong. */
export type BodyFault = { kind: 'wait'; reason: string; waitMs: number } | { kind: 'refused'; reason: string };

export interface VenueHttpOptions {
  venue: string;
  baseUrl: string;
  rate: RequestRate;
  /** Reads the venue's own error format (any status); null = no error that we know. */
  faultIn?: (body: unknown, status: number) => BodyFault | null;
  timeoutMs?: number;
  maxBytes?: number;
  /** The first wait between tries; it doubles. */
  firstWaitMs?: number;
  random?: () => number;
}

export interface VenueRequest {
  signal: AbortSignal;
  priority?: RequestPriority;
  /** In units of the venue's rate; 1 by default. */
  cost?: number;
}

export interface VenueAnswer {
  body: unknown;
  headers: Headers;
}

const maxTries = 4;
/** A longer pause is told to the caller instead of waited for. */
const longestWaitMs = 60_000;
const lastingPauseMs = 5 * 60_000;
const defaultPauseMs = 5_000;

/** What became of one try: an answer, or a fault with what to do about it. */
type Outcome =
  | { kind: 'answer'; answer: VenueAnswer }
  | { kind: 'again'; reason: string }
  | { kind: 'pause'; reason: string; ms: number; final: boolean }
  | { kind: 'refused'; reason: string };

/** The REST side of one venue: one rate limit for all its calls, repairs first, and every refusal with a name. */
export class VenueHttp {
  private readonly queue: RequestQueue;
  /** Why everything is paused, and whether asking again makes sense at all. */
  private paused = { reason: '', final: false };

  constructor(private readonly options: VenueHttpOptions) {
    this.queue = new RequestQueue(options.rate);
  }

  /**
   * Reads `path?query` and gives its JSON body (of unknown shape) and headers. Retries what is worth it (at most 4 tries).
   * Throws VenueRefusal when the venue will not answer, and the signal's reason when aborted.
   */
  async get(path: string, query: Record<string, string | number>, request: VenueRequest): Promise<VenueAnswer> {
    const url = new URL(this.options.baseUrl.replace(/\/+$/, '') + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    for (let attempt = 1; ; attempt++) {
      this.refuseWhilePaused();
      await this.queue.turn(request.cost ?? 1, request.priority ?? 'normal', request.signal);
      const outcome = await this.attempt(url, request.signal);
      if (outcome.kind === 'answer') return outcome.answer;
      if (outcome.kind === 'refused') throw this.refusal(outcome.reason, null);
      if (outcome.kind === 'pause') {
        this.pause(outcome);
      }
      const waitMs = backOffMs(attempt, this.options.firstWaitMs ?? 500, 30_000, this.options.random ?? Math.random);
      if (attempt >= maxTries) throw this.refusal(outcome.reason, outcome.kind === 'pause' ? outcome.ms : waitMs);
      if (outcome.kind === 'again') await sleep(waitMs, undefined, { signal: request.signal });
    }
  }

  /** Sends nothing for this long (ms, at most a minute): the venue said that its allowance is nearly used up. */
  hold(ms: number): void {
    this.pause({ reason: 'the allowance of requests is used up', ms, final: false });
  }

  private pause(cause: { reason: string; ms: number; final: boolean }): void {
    this.queue.pause(cause.ms);
    this.paused = { reason: cause.reason, final: cause.final };
    if (cause.ms > longestWaitMs) this.queue.refuseWaiting(this.refusal(cause.reason, cause.final ? null : cause.ms));
    this.refuseWhilePaused();
  }

  private refuseWhilePaused(): void {
    const leftMs = this.queue.pausedFor;
    if (leftMs > longestWaitMs) throw this.refusal(this.paused.reason, this.paused.final ? null : leftMs);
  }

  private refusal(reason: string, retryMs: number | null): VenueRefusal {
    return new VenueRefusal(this.options.venue, reason, retryMs === null ? null : Math.ceil(retryMs));
  }

  private async attempt(url: URL, signal: AbortSignal): Promise<Outcome> {
    const timeoutMs = this.options.timeoutMs ?? 10_000;
    const abort = new AbortController();
    const cancel = () => abort.abort();
    signal.throwIfAborted();
    signal.addEventListener('abort', cancel, { once: true });
    const timer = setTimeout(cancel, timeoutMs);
    try {
      const response = await fetch(url, { signal: abort.signal, redirect: 'error', headers: { accept: 'application/json' } });
      const text = await readText(response, this.options.maxBytes ?? 16 * 1024 * 1024);
      if (text === null) return { kind: 'refused', reason: 'the answer is too large' };
      return this.judge(response, text);
    } catch (error) {
      signal.throwIfAborted();
      return { kind: 'again', reason: abort.signal.aborted ? `no answer within ${timeoutMs / 1000} s` : `unreachable (${causeOf(error)})` };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      abort.abort();
    }
  }

  private judge(response: Response, text: string): Outcome {
    const byStatus = judgeStatus(response);
    if (byStatus !== null) return byStatus;
    const body = readJson(text);
    if (body === undefined) {
      return response.ok
        ? { kind: 'again', reason: 'the answer is not JSON' }
        : { kind: 'refused', reason: refusalReason(response.status) };
    }
    const fault = this.options.faultIn?.(body, response.status) ?? null;
    if (fault?.kind === 'wait') return { kind: 'pause', reason: fault.reason, ms: fault.waitMs, final: false };
    if (fault?.kind === 'refused') return { kind: 'refused', reason: fault.reason };
    if (!response.ok) return { kind: 'refused', reason: refusalReason(response.status) };
    return { kind: 'answer', answer: { body, headers: response.headers } };
  }
}

/** What the status alone decides; null when the body has its say. */
function judgeStatus({ status, headers }: Response): Outcome | null {
  const waitMs = retryAfterMs(headers.get('retry-after'), Date.now());
  const reason = refusalReason(status);
  if (isLasting(status)) return { kind: 'pause', reason, ms: lastingPauseMs, final: status === 451 };
  const asksToWait = status === 429 || status === 418 || (status === 503 && waitMs !== null);
  if (asksToWait) return { kind: 'pause', reason, ms: waitMs ?? defaultPauseMs, final: false };
  return status >= 500 || status === 408 ? { kind: 'again', reason } : null;
}

/** Reads a body of at most `maxBytes` (decompressed); null when it is larger. */
export async function readText(response: Response, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body === null) return '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Gives the code or message of what went wrong on the network, for people. */
export function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
