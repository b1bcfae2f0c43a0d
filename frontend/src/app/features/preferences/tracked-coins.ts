import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MarketData } from '../../core/market-data';
import { PreferenceStore } from '../../core/preferences/preference-store';
import { mostKept } from '../../core/preferences/preference-values';
import { Icon } from '../../ui/icon';
import { preferenceWords as words } from '../../words/preferences';

/** The coins one tracks, to add and remove. */
@Component({
  selector: 'tl-tracked-coins',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './tracked-coins.html',
  styleUrl: './tracked-coins.scss',
})
export class TrackedCoins {
  private readonly store = inject(PreferenceStore);
  private readonly assets = inject(MarketData).assets.value;
  protected readonly words = words;
  protected readonly text = signal('');
  protected readonly fault = signal('');

  protected readonly tracked = computed(() => {
    const names = new Map(this.assets()?.map(({ symbol, name }) => [symbol, name]));
    return this.store.value().trackedAssets.map((symbol) => ({ symbol, name: names.get(symbol) ?? '' }));
  });
  protected readonly others = computed(() => {
    const tracked = this.store.value().trackedAssets;
    return (this.assets() ?? []).filter(({ symbol }) => !tracked.includes(symbol));
  });

  protected type(event: Event): void {
    this.text.set((event.target as HTMLInputElement).value);
    this.fault.set('');
  }

  protected add(event: Event): void {
    event.preventDefault();
    const wanted = this.text().trim().toLowerCase();
    const found = this.assets()?.find(({ symbol, name }) => symbol.toLowerCase() === wanted || name.toLowerCase() === wanted);
    this.fault.set(this.faultOf(wanted, found?.symbol));
    if (this.fault() !== '' || !found) return;
    this.store.set({ trackedAssets: [...this.store.value().trackedAssets, found.symbol] });
    this.text.set('');
  }

  protected remove(symbol: string): void {
    this.store.set({ trackedAssets: this.store.value().trackedAssets.filter((other) => other !== symbol) });
  }

  private faultOf(wanted: string, symbol: string | undefined): string {
    const { trackedAssets } = this.store.value();
    if (wanted === '') return words.trackedEmpty;
    if (symbol === undefined) return words.trackedUnknown(this.text().trim());
    if (trackedAssets.includes(symbol)) return words.trackedAlready(symbol);
    return trackedAssets.length >= mostKept.trackedAssets ? words.trackedFull(mostKept.trackedAssets) : '';
  }
}
