import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, afterNextRender, computed, inject, output, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { MarketData } from '../core/market-data';
import { PreferenceStore } from '../core/preferences/preference-store';
import { Session } from '../core/session/session';
import type { IconName } from '../ui/icon';
import { Icon } from '../ui/icon';
import { words } from '../words';
import { accountPages } from './account/account-pages';
import { pages } from './pages';

interface Hit {
  id: string;
  group: string;
  title: string;
  detail: string;
  icon: IconName | null;
  /** What choosing it does. */
  go: () => void;
}

const mostCoins = 8;

/**
 * Finds coins, pages and, once something is typed, the pages of the account and what can be done from anywhere: type, arrow keys, Enter.
 * A native modal dialog around a combobox.
 */
@Component({
  selector: 'tl-search-dialog',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './search-dialog.html',
  styleUrl: './search-dialog.scss',
})
export class SearchDialog {
  readonly closed = output();

  private readonly router = inject(Router);
  private readonly assets = inject(MarketData).assets;
  private readonly session = inject(Session);
  private readonly preferences = inject(PreferenceStore);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  protected readonly words = words.search;
  protected readonly text = signal('');
  protected readonly at = signal(0);
  protected readonly hits = computed<Hit[]>(() => [...this.coins(), ...this.pages(), ...this.actions()]);
  private readonly typed = computed(() => this.text().trim() !== '');
  protected readonly active = computed(() => this.hits()[this.at()]);

  private readonly coins = computed<Hit[]>(() =>
    (this.assets.value() ?? [])
      .filter((asset) => this.matches(asset.symbol) || this.matches(asset.name))
      .slice(0, mostCoins)
      .map(({ symbol, name }) => ({
        id: `coin-${symbol}`,
        group: this.words.coins,
        title: name,
        detail: symbol,
        icon: null,
        go: () => this.open(`/coin/${symbol}`),
      })),
  );
  private readonly pages = computed<Hit[]>(() =>
    [...pages, ...(this.typed() ? accountPages(this.session) : [])]
      .filter((page) => this.matches(page.text))
      .map(({ path, icon, text }) => ({
        id: `page-${path.slice(1).replace('/', '-')}`,
        group: this.words.pages,
        title: text,
        detail: '',
        icon,
        go: () => this.open(path),
      })),
  );
  private readonly actions = computed<Hit[]>(() => {
    if (!this.typed()) return [];
    return (['dark', 'light', 'system'] as const)
      .filter((theme) => this.matches(this.words.themes[theme]))
      .map((theme) => ({
        id: `theme-${theme}`,
        group: this.words.actions,
        title: this.words.themes[theme],
        detail: '',
        icon: 'sliders',
        go: () => this.preferences.set({ theme }),
      }));
  });

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

  protected type(event: Event): void {
    this.text.set((event.target as HTMLInputElement).value);
    this.at.set(0);
  }

  protected key(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const count = this.hits().length;
    if (step !== 0 && count > 0) this.at.update((at) => (at + step + count) % count);
    else if (event.key === 'Enter') this.go(this.active());
    // By itself a search field would only be emptied.
    else if (event.key === 'Escape') this.dialog().nativeElement.close();
    else return;
    event.preventDefault();
  }

  protected go(hit: Hit | undefined): void {
    if (!hit) return;
    this.dialog().nativeElement.close();
    hit.go();
  }

  protected outside(event: MouseEvent): void {
    if (event.target === this.dialog().nativeElement) this.dialog().nativeElement.close();
  }

  private open(path: string): void {
    void this.router.navigateByUrl(path);
  }

  private matches(name: string): boolean {
    return name.toLowerCase().includes(this.text().trim().toLowerCase());
  }
}
