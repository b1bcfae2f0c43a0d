import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Clock } from '../../core/clock';
import { MarketData } from '../../core/market-data';
import { Money } from '../../core/money';
import { MarketStatus } from '../../core/market-status';
import { Failed } from '../../ui/failed';
import { Figure } from '../../ui/figure';
import { formatAgo, formatExact, formatPercent } from '../../ui/figures';
import { Skeleton } from '../../ui/skeleton';
import { words } from '../../words';

const movingStates = ['well', 'degraded', 'connecting'];

/** The market in four figures, with their age. */
@Component({
  selector: 'tl-market-header',
  imports: [Figure, Failed, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './market-header.html',
  styleUrl: './market-header.scss',
})
export class MarketHeader {
  protected readonly query = inject(MarketData).overview;
  protected readonly now = inject(Clock).now;
  private readonly status = inject(MarketStatus);

  protected readonly words = words.overview;
  protected readonly money = inject(Money);
  protected readonly market = this.query.value;
  protected readonly frozen = computed(() => this.query.failure() !== null || !movingStates.includes(this.status.state()));
  protected readonly dominance = computed(() => formatPercent(this.market()?.btcDominance).replace('+', ''));
  protected readonly share = computed(() => {
    const { advancers = 0, decliners = 0 } = this.market() ?? {};
    return advancers + decliners === 0 ? null : (100 * advancers) / (advancers + decliners);
  });
  private readonly at = computed(() => {
    const asOf = this.market()?.asOf;
    return asOf ? Date.parse(asOf) : null;
  });
  protected readonly age = computed(() => {
    const at = this.at();
    return at === null ? '' : this.words.asOf(formatAgo(at, this.now()));
  });
  protected readonly exact = computed(() => {
    const at = this.at();
    return at === null ? '' : formatExact(at);
  });
}
