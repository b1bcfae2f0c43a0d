import { ChangeDetectionStrategy, Component, computed, effect, inject, input, linkedSignal, signal } from '@angular/core';
import type { PublicTrade } from '@tideline/contracts';
import { RealtimeClient } from '../../core/realtime-client';
import { formatClockSeconds, formatExact, formatPrice, formatQuantity, quantityDecimals } from '../../ui/figures';
import { words } from '../../words';

const most = 50;

/** The newest trades of an asset's pairs as they happen; held still while the mouse is over them or they are scrolled. */
@Component({
  selector: 'tl-trade-tape',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './trade-tape.html',
  styleUrl: './trade-tape.scss',
})
export class TradeTape {
  readonly pairs = input.required<readonly string[]>();
  readonly decimals = input.required<number>();
  protected readonly words = words.coin;
  private readonly realtime = inject(RealtimeClient);
  private readonly newest = signal<readonly PublicTrade[]>([]);

  protected readonly pointed = signal(false);
  protected readonly scrolled = signal(false);
  protected readonly held = computed(() => this.pointed() || this.scrolled());
  private readonly shown = linkedSignal<{ newest: readonly PublicTrade[]; held: boolean }, readonly PublicTrade[]>({
    source: () => ({ newest: this.newest(), held: this.held() }),
    // Nothing is held of another asset's trades.
    computation: ({ newest, held }, previous) => (held && newest.length > 0 && previous?.value.length ? previous.value : newest),
  });

  protected readonly rows = computed(() =>
    this.shown().map((trade) => ({
      key: `${trade.venue} ${trade.pair} ${trade.tradeId}`,
      trade,
      time: formatClockSeconds(Date.parse(trade.tradedAt)),
      exact: formatExact(Date.parse(trade.tradedAt)),
      // Prices in USDT differ from those in USD: say which is which.
      place: placeOf(trade),
      price: formatPrice(trade.price, this.decimals()),
      quantity: formatQuantity(trade.quantity, quantityDecimals(trade.price)),
    })),
  );

  constructor() {
    effect((onCleanup) => {
      const pairs = this.pairs();
      this.newest.set([]);
      this.pointed.set(false);
      this.scrolled.set(false);
      const stops = pairs.map((pair) => this.realtime.subscribe(`trades:${pair}`, ({ items }) => this.take(items)));
      onCleanup(() => stops.forEach((stop) => stop()));
    });
  }

  protected isScrolled(event: Event): boolean {
    return (event.target as HTMLElement).scrollTop > 0;
  }

  private take(items: readonly PublicTrade[]): void {
    const known = new Map([...items, ...this.newest()].map((trade) => [`${trade.venue} ${trade.pair} ${trade.tradeId}`, trade]));
    this.newest.set([...known.values()].sort((a, b) => b.tradedAt.localeCompare(a.tradedAt)).slice(0, most));
  }
}

/** The venue, with what its price is in where that is not the dollar of the rest of the page. */
function placeOf({ venue, pair }: PublicTrade): string {
  const quote = pair.split('-')[1] ?? '';
  return quote === 'USD' ? venue : `${venue} · ${quote}`;
}
