import { Inject, Injectable } from '@nestjs/common';
import type { MarketAlert } from '@tideline/contracts';
import { askedOrAll, MarketView, readCursor, unknownSymbol, writeCursor, type Asked } from '../../market';
import { MarketAlerts } from '../db/market-alerts.repository';
import { toldAlert } from './told-alert';

/** Which alerts a caller asks for. */
export interface AskedAlertPage extends Asked {
  symbol?: string;
  limit: number;
  cursor?: string;
}

/** Reads the system-wide alerts, newest first. */
@Injectable()
export class ListAlerts {
  constructor(
    @Inject(MarketView) private readonly market: MarketView,
    @Inject(MarketAlerts) private readonly alerts: MarketAlerts,
  ) {}

  /** A page of those that were found within a span, and where the next one starts. Throws 404 for a symbol that is not followed. */
  async page({ symbol, limit, cursor, ...span }: AskedAlertPage): Promise<{ items: MarketAlert[]; nextCursor: string | null }> {
    if (symbol !== undefined && !this.market.knowsAsset(symbol)) throw unknownSymbol(symbol);
    const range = askedOrAll(span, Date.now());
    const [detectedAt, id = 0] = readCursor(cursor, 2) ?? [];
    const after = detectedAt === undefined ? null : { detectedAt, id };
    const found = await this.alerts.page({ symbol: symbol ?? null, ...range, limit: limit + 1, after });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return {
      items: items.map((alert) => toldAlert(alert, this.market.dataMode)),
      nextCursor: last === undefined ? null : writeCursor([last.detectedAt, last.id]),
    };
  }
}
