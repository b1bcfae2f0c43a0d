/** A bar as TradingView's charting library keeps it; `time` in Unix seconds. */
export interface UdfBar {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

export interface UdfAsked {
  symbol: string;
  resolution: string;
  from: number;
  to: number;
  countback?: number;
}

type Fields = Record<string, unknown>;
type Answer = { bars: UdfBar[] } | { nextTime: number | null } | { error: string };

const fail = (why: string, what: unknown): never => {
  throw new Error(`UDF: ${why}: ${JSON.stringify(what)?.slice(0, 300)}`);
};

const secondsOf: Record<string, number> = { '1D': 86_400, '1W': 604_800 };
/** Weeks begin on Mondays: 1970-01-05 was the first. */
const beginningOf: Record<string, number> = { '1W': 4 * 86_400 };

function lengthOf(resolution: string): number {
  return secondsOf[resolution] ?? Number(resolution) * 60;
}

/**
 * A client that takes nothing but what TradingView documents for UDF
 * (https://www.tradingview.com/charting-library-docs/latest/connecting_data/UDF) and throws at anything else.
 */
export class UdfClient {
  constructor(private readonly url: string) {}

  async config(): Promise<{ resolutions: string[]; exchanges: string[] }> {
    const answer = (await this.json('config')) as Fields;
    for (const name of ['supports_search', 'supports_group_request', 'supports_marks', 'supports_timescale_marks', 'supports_time']) {
      if (typeof answer[name] !== 'boolean') fail(`${name} is no boolean`, answer);
    }
    if (answer['supports_search'] === answer['supports_group_request']) fail('either search or group requests', answer);
    const resolutions = answer['supported_resolutions'] as string[];
    if (!Array.isArray(resolutions) || !resolutions.every((one) => /^(\d+|\d*[DWM])$/.test(one))) fail('supported_resolutions', answer);
    const exchanges = answer['exchanges'] as Fields[];
    if (!exchanges.every((one) => ['value', 'name', 'desc'].every((name) => typeof one[name] === 'string'))) fail('exchanges', answer);
    const types = answer['symbols_types'] as Fields[];
    if (!types.every((one) => ['value', 'name'].every((name) => typeof one[name] === 'string'))) fail('symbols_types', answer);
    return { resolutions, exchanges: exchanges.map(({ value }) => String(value)) };
  }

  /** Unix seconds. */
  async time(): Promise<number> {
    const text = await (await fetch(`${this.url}/time`)).text();
    return /^\d{10}$/.test(text) ? Number(text) : fail('time is Unix seconds', text);
  }

  async search(query: string, filters: { type?: string; exchange?: string } = {}): Promise<Fields[]> {
    const found = (await this.json('search', { query, type: '', exchange: '', limit: 30, ...filters })) as Fields[];
    if (!Array.isArray(found)) fail('search gives an array', found);
    for (const one of found) {
      const named = ['symbol', 'description', 'exchange', 'type'].every((name) => typeof one[name] === 'string');
      if (!named) fail('a result names its symbol, description, exchange and type', one);
    }
    return found;
  }

  /** The symbol's description, or the error message. */
  async resolve(symbol: string): Promise<Fields | string> {
    const answer = (await this.json('symbols', { symbol })) as Fields;
    if (answer['s'] !== undefined) return this.errorOf(answer);
    for (const name of ['name', 'ticker', 'description', 'type', 'session', 'timezone', 'exchange', 'listed_exchange', 'format']) {
      if (typeof answer[name] !== 'string') fail(`${name} is no text`, answer);
    }
    for (const name of ['minmov', 'pricescale']) if (!Number.isInteger(answer[name])) fail(`${name} is no whole number`, answer);
    if (!Number.isInteger(Math.log10(answer['pricescale'] as number))) fail('pricescale is a power of ten', answer);
    for (const name of ['has_intraday', 'has_daily', 'has_weekly_and_monthly']) {
      if (typeof answer[name] !== 'boolean') fail(`${name} is no boolean`, answer);
    }
    return answer;
  }

  async history(asked: UdfAsked): Promise<Answer> {
    const answer = (await this.json('history', { ...asked })) as Fields;
    if (answer['s'] === 'error') return { error: this.errorOf(answer) };
    if (answer['s'] === 'no_data') return { nextTime: this.nextTimeOf(answer, asked) };
    if (answer['s'] !== 'ok') fail('s is ok, no_data or error', answer);
    return { bars: this.barsOf(answer, asked) };
  }

  /** As the library scrolls: pages of `countback` bars backwards until `from`; every bar once, ascending. */
  async walkBack(symbol: string, resolution: string, { from, to, countback }: Required<Pick<UdfAsked, 'from' | 'to' | 'countback'>>) {
    const bars: UdfBar[] = [];
    let end = to;
    for (let page = 0; end > from; page += 1) {
      if (page > 1_000) fail('the chart never ends', { end, from });
      const span = countback * lengthOf(resolution);
      const answer = await this.history({ symbol, resolution, from: end - span, to: end, countback });
      if ('error' in answer) return fail('an error while scrolling', answer);
      if ('nextTime' in answer) {
        if (answer.nextTime === null) break;
        end = answer.nextTime + 1;
        continue;
      }
      bars.unshift(...answer.bars);
      end = answer.bars[0]?.time ?? fail('ok without bars', answer);
    }
    return bars.filter(({ time }) => time >= from);
  }

  private barsOf(answer: Fields, { resolution, from, to, countback }: UdfAsked): UdfBar[] {
    const columns = ['t', 'o', 'h', 'l', 'c', 'v'].map((name) => answer[name] as number[]);
    if (!columns.every((column) => Array.isArray(column) && column.every((one) => Number.isFinite(one))))
      fail('columns of numbers', answer);
    const [times = []] = columns;
    if (times.length === 0) fail('ok without bars', answer);
    if (!columns.every(({ length }) => length === times.length)) fail('columns of one length', answer);
    const bars = times.map((time, n) => {
      const [open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = columns.slice(1).map((column) => column[n]);
      return { time, open, high, low, close, volume };
    });
    for (const [index, bar] of bars.entries()) {
      if (index > 0 && bar.time <= (times[index - 1] as number)) fail('times ascend', [times[index - 1], bar.time]);
      this.checkBar(bar, { resolution, from: countback === undefined ? from : -Infinity, to });
    }
    if (countback !== undefined && bars.length > countback) fail(`more than ${countback} bars`, bars.length);
    return bars;
  }

  private checkBar(bar: UdfBar, { resolution, from, to }: Pick<UdfAsked, 'resolution' | 'from' | 'to'>): void {
    if ((bar.time - (beginningOf[resolution] ?? 0)) % lengthOf(resolution) !== 0) fail(`${resolution}: a bar begins in between`, bar);
    if (bar.time >= to) fail('no bar at or after to', bar);
    if (bar.time < from) fail('no bar before from', bar);
    if (bar.high < Math.max(bar.open, bar.close, bar.low) || bar.low > Math.min(bar.open, bar.close)) fail('high and low bound', bar);
  }

  private nextTimeOf(answer: Fields, { from, to, countback }: UdfAsked): number | null {
    const { s: _, nextTime = null, ...more } = answer;
    if (Object.keys(more).length > 0) fail('no_data with more than nextTime', answer);
    if (nextTime !== null && !Number.isInteger(nextTime)) fail('nextTime is Unix seconds', answer);
    if (nextTime !== null && (nextTime as number) >= (countback === undefined ? from : to)) fail('nextTime is before the range', answer);
    return nextTime as number | null;
  }

  private errorOf(answer: Fields): string {
    const { s, errmsg, ...more } = answer;
    if (s !== 'error' || typeof errmsg !== 'string' || errmsg === '' || Object.keys(more).length > 0)
      fail('an error is {s, errmsg}', answer);
    return String(errmsg);
  }

  private async json(path: string, query: Record<string, string | number> = {}): Promise<unknown> {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]));
    const answer = await fetch(`${this.url}/${path}?${search.toString()}`);
    const type = answer.headers.get('content-type') ?? '';
    if (!type.startsWith('application/json')) fail(`${path} answers ${type}`, answer.status);
    return answer.json();
  }
}
