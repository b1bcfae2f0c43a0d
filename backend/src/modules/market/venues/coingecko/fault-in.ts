import { z } from 'zod';
import type { FactsRefusalCode } from '../asset-facts-source';
import { retryAfterMs } from '../refusals';

export interface Fault {
  code: FactsRefusalCode;
  detail: string;
  /** As in FactsRefusal: 0 = by the usual back-off, null = not soon. */
  retryAfterMs: number | null;
}

/** CoinGecko's own error numbers: what they mean for whoever runs this. */
const keyFaults = new Map([
  [10002, 'the API key is missing'],
  [10005, 'the plan of this API key does not include this request'],
  [10010, 'a Pro API key was used with the address of the public API'],
  [10011, 'a Demo API key was used with the address of the Pro API'],
]);

/** The error envelope; `status` may come with HTTP 200 as well. */
const errorBody = z.object({
  status: z.object({ error_code: z.number(), error_message: z.string().catch('') }).optional(),
  error_code: z.number().optional(),
  error: z.unknown().optional(),
});

const usualWaitMs = 60_000;

/** Gives why an answer is a refusal, or null when it is none. The body is asked first: a 429 may come with HTTP 200. */
export function faultIn(status: number, headers: Headers, body: unknown): Fault | null {
  const { code, message } = errorIn(body);
  const keyFault = code === null ? undefined : keyFaults.get(code);
  if (status === 429 || code === 429) {
    const wait = retryAfterMs(headers.get('retry-after'), Date.now()) ?? usualWaitMs;
    return { code: 'rate_limited', detail: 'too many requests (429)', retryAfterMs: wait };
  }
  if (keyFault !== undefined) return { code: 'bad_key', detail: `${keyFault} (${code})`, retryAfterMs: null };
  if (status === 401) return { code: 'bad_key', detail: 'the API key is refused (HTTP 401)', retryAfterMs: null };
  if (status >= 500) return { code: 'unavailable', detail: `HTTP ${status}`, retryAfterMs: 0 };
  if (code !== null || message !== null || status >= 400) {
    return { code: 'refused', detail: `${(message ?? 'refused').slice(0, 200)} (${code ?? `HTTP ${status}`})`, retryAfterMs: null };
  }
  return body === undefined ? { code: 'bad_answer', detail: 'the answer is not JSON', retryAfterMs: 0 } : null;
}

function errorIn(body: unknown): { code: number | null; message: string | null } {
  const { data } = errorBody.safeParse(body);
  if (data === undefined) return { code: null, message: null };
  const message = data.status?.error_message ?? (typeof data.error === 'string' ? data.error : null);
  return { code: data.status?.error_code ?? data.error_code ?? null, message };
}
