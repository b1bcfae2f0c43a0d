import type { z } from 'zod';
import type { AssetFacts, AssetFactsSource, GlobalFacts, IdentifiedAsset } from '../asset-facts-source';
import { FactsRefusal } from '../asset-facts-source';
import { readJson } from '../untrusted';
import { causeOf, readText } from '../venue-http';
import { faultIn } from './fault-in';
import { coinOf, coinsListAnswer, globalAnswer, identified, marketsAnswer, toAssetFacts, toGlobalFacts } from './to-asset-facts';

export interface CoinGeckoOptions {
  /** `https://api.coingecko.com/api/v3`. */
  baseUrl: string;
  apiKey?: string;
  /** Asked before every call, failed ones included; throws when the month's calls are spent. */
  beforeCall: () => Promise<void>;
  timeoutMs?: number;
}

const idsPerCall = 250;
/** `/coins/list` has some 18,000 coins: 2 MB. */
const largestBody = 16 * 1024 * 1024;

/** CoinGecko's REST API. Every refusal has a name; nothing is tried twice here, since failed calls count against the plan. */
export class CoinGecko implements AssetFactsSource {
  readonly name = 'coingecko';

  constructor(private readonly options: CoinGeckoOptions) {}

  async assetFacts(assets: readonly IdentifiedAsset[], signal: AbortSignal): Promise<AssetFacts[]> {
    const symbolOf = new Map(assets.flatMap(({ symbol, coingeckoId }) => (coingeckoId === null ? [] : [[coingeckoId, symbol]])));
    const ids = [...symbolOf.keys()];
    const facts: AssetFacts[] = [];
    for (let start = 0; start < ids.length; start += idsPerCall) {
      const query = {
        vs_currency: 'usd',
        ids: ids.slice(start, start + idsPerCall).join(','),
        per_page: String(idsPerCall),
        sparkline: 'true',
        price_change_percentage: '1h,24h,7d',
      };
      facts.push(...toAssetFacts(await this.get('/coins/markets', query, marketsAnswer, signal), symbolOf));
    }
    return facts;
  }

  async globalFacts(signal: AbortSignal): Promise<GlobalFacts> {
    return toGlobalFacts(await this.get('/global', {}, globalAnswer, signal));
  }

  async coin(coingeckoId: string, signal: AbortSignal): Promise<{ symbol: string; name: string } | null> {
    const query = { vs_currency: 'usd', ids: coingeckoId };
    return coinOf(await this.get('/coins/markets', query, marketsAnswer, signal), coingeckoId);
  }

  async identify(symbols: readonly string[], signal: AbortSignal): Promise<Map<string, { coingeckoId: string; name: string }>> {
    return identified(await this.get('/coins/list', {}, coinsListAnswer, signal), new Set(symbols));
  }

  private async get<T>(path: string, query: Record<string, string>, shape: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    await this.options.beforeCall();
    const { status, headers, text } = await this.fetched(path, query, signal);
    const body = readJson(text);
    const fault = faultIn(status, headers, body);
    if (fault !== null) throw new FactsRefusal(this.name, fault.code, fault.detail, fault.retryAfterMs);
    const parsed = shape.safeParse(body);
    if (!parsed.success) throw new FactsRefusal(this.name, 'bad_answer', `the answer of ${path} has another shape than documented`, 0);
    return parsed.data;
  }

  private async fetched(path: string, query: Record<string, string>, signal: AbortSignal) {
    const url = new URL(this.options.baseUrl.replace(/\/+$/, '') + path);
    url.search = new URLSearchParams(query).toString();
    const key = this.options.apiKey;
    const headers = { accept: 'application/json', ...(key === undefined ? {} : { 'x-cg-demo-api-key': key }) };
    const timeout = AbortSignal.timeout(this.options.timeoutMs ?? 20_000);
    try {
      const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.any([signal, timeout]) });
      return { status: response.status, headers: response.headers, text: (await readText(response, largestBody)) ?? '' };
    } catch (error) {
      signal.throwIfAborted();
      throw new FactsRefusal(this.name, 'unavailable', timeout.aborted ? 'no answer in time' : `unreachable (${causeOf(error)})`, 0);
    }
  }
}
