import { ChangeDetectionStrategy, Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import type { AssetSummary } from '@tideline/contracts';
import { correlationWords as words } from '../../words/correlation';
import { mostCoins, usualCoins } from './correlation-choice';

/** Chooses which coins are compared. Nothing changes until "Compare these". */
@Component({
  selector: 'tl-coin-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './coin-picker.html',
  styleUrl: './coin-picker.scss',
})
export class CoinPicker {
  /** All tracked coins by rank. */
  readonly assets = input.required<readonly AssetSummary[]>();
  readonly chosen = input.required<readonly string[]>();
  /** The new choice in the order of rank; null for the usual coins. */
  readonly apply = output<readonly string[] | null>();

  protected readonly words = words;
  protected readonly most = mostCoins;
  protected readonly usual = computed(() => Math.min(usualCoins, this.assets().length));
  protected readonly text = signal('');
  protected readonly draft = linkedSignal<ReadonlySet<string>>(() => new Set(this.chosen()));
  protected readonly found = computed(() => {
    const wanted = this.text().trim().toLowerCase();
    return this.assets().filter(({ symbol, name }) => symbol.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted));
  });
  protected readonly fault = computed(() => {
    const { size } = this.draft();
    if (size < 2) return words.tooFew;
    return size > mostCoins ? words.tooMany(mostCoins) : '';
  });

  protected type(event: Event): void {
    this.text.set((event.target as HTMLInputElement).value);
  }

  protected toggle(symbol: string): void {
    const draft = new Set(this.draft());
    if (!draft.delete(symbol)) draft.add(symbol);
    this.draft.set(draft);
  }

  protected take(count: number): void {
    this.draft.set(new Set(this.symbols().slice(0, count)));
  }

  protected confirm(event: Event): void {
    event.preventDefault();
    if (this.fault() !== '') return;
    const chosen = this.symbols().filter((symbol) => this.draft().has(symbol));
    const usual = this.symbols().slice(0, usualCoins);
    this.apply.emit(chosen.join() === usual.join() ? null : chosen);
  }

  private symbols(): string[] {
    return this.assets().map((asset) => asset.symbol);
  }
}
