import { Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import type { ChartComparison } from '../../ui/candle-chart/chart-model';
import { CandleStore } from './candle-store';
import type { ChartChoice } from './chart-range';
import { intervalMs } from './chart-range';
import { mostComparisons } from './chart-settings';

interface Compared {
  symbols: readonly string[];
  choice: ChartChoice;
}

/** The candles of the coins that a chart is compared with: as far back as its own, and as live. */
@Injectable()
export class ComparisonStore {
  private readonly main = inject(CandleStore);
  private readonly places = Array.from({ length: mostComparisons }, () => new CandleStore());
  private readonly compared = signal<Compared | null>(null);
  /** The symbol in each place; a coin keeps its place, and so its candles, while others come and go. */
  private readonly seats = signal<readonly (string | null)[]>(this.places.map(() => null));

  readonly comparisons = computed<readonly ChartComparison[]>(() =>
    this.seated().flatMap(({ symbol, store, place }) =>
      store.candles().length > 0 ? [{ symbol, candles: store.candles(), colour: place }] : [],
    ),
  );
  /** Those that could not be loaded. */
  readonly failed = computed(() => this.seated().flatMap(({ symbol, store }) => (store.query.failure() === null ? [] : [symbol])));

  private readonly seated = computed(() =>
    (this.compared()?.symbols ?? []).flatMap((symbol) => {
      const place = this.seats().indexOf(symbol);
      const store = this.places[place];
      return store ? [{ symbol, store, place }] : [];
    }),
  );

  constructor() {
    effect(() => {
      const oldest = this.main.candles()[0]?.[0];
      const choice = this.compared()?.choice;
      if (oldest === undefined || !choice) return;
      for (const { store } of this.seated()) {
        const first = store.candles()[0]?.[0];
        const missing = first === undefined ? 0 : Math.ceil((first - oldest) / intervalMs[choice.interval]);
        if (missing > 0 && !store.loadingOlder()) untracked(() => store.loadOlder(missing));
      }
    });
  }

  ask(symbols: readonly string[], choice: ChartChoice): void {
    const seats = this.seats().map((symbol) => (symbol !== null && symbols.includes(symbol) ? symbol : null));
    for (const symbol of symbols) {
      if (!seats.includes(symbol)) seats[seats.indexOf(null)] = symbol;
    }
    this.compared.set({ symbols, choice });
    this.seats.set(seats);
    this.places.forEach((store, i) => store.ask(seats[i] ?? null, choice));
  }
}
