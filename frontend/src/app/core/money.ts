import { Injectable, computed, inject } from '@angular/core';
import { words } from '../words';
import { LivePrices } from './live-prices';
import { MarketData } from './market-data';
import { PreferenceStore } from './preferences/preference-store';

/**
 * Dollars as the reader wants to see them. Everything here is priced in US dollars; only the price of Bitcoin is known besides, so that
 * is what they can be turned into, at its present price. Where it is not known, or euros are asked for, they stay dollars.
 */
@Injectable({ providedIn: 'root' })
export class Money {
  private readonly preferences = inject(PreferenceStore);
  private readonly prices = inject(LivePrices);
  private readonly assets = inject(MarketData).assets;

  private readonly dollarsPerBitcoin = computed(() => {
    if (this.preferences.profile()?.displayCurrency !== 'BTC') return null;
    const listed = this.assets.value()?.find(({ symbol }) => symbol === 'BTC');
    return this.prices.of('BTC')()?.price ?? listed?.price ?? null;
  });
  /** What figures are in now. */
  readonly currency = computed(() => (this.dollarsPerBitcoin() ? 'BTC' : 'USD'));
  readonly sign = computed(() => (this.currency() === 'BTC' ? '₿' : '$'));
  /** In words, for screen readers. */
  readonly unit = computed(() => (this.currency() === 'BTC' ? words.figures.bitcoins : words.figures.dollars));

  /** US dollars in the reader's currency; what is not known stays so. */
  of(dollars: number | null | undefined): number | null | undefined {
    const rate = this.dollarsPerBitcoin();
    return rate && dollars ? dollars / rate : dollars;
  }
}
