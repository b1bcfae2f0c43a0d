import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Clock } from '../core/clock';
import { MarketStatus } from '../core/market-status';
import { formatDuration, formatExact } from '../ui/figures';
import { words } from '../words';

/** Live, simulated or not well, with the age of the freshest price. It leads to data health. */
@Component({
  selector: 'tl-status-pill',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <a routerLink="/health" [class]="status.state()" [class.simulated]="simulated()" [title]="hint()">
      <span class="dot"></span>
      <span class="visually-hidden">{{ words.label }}:</span>
      <span>{{ text() }}</span>
      <span class="age">{{ age() }}</span>
      <span class="visually-hidden">, {{ words.toHealth }}</span>
    </a>
  `,
  styleUrl: './status-pill.scss',
})
export class StatusPill {
  protected readonly status = inject(MarketStatus);
  protected readonly words = words.status;
  private readonly clock = inject(Clock);

  protected readonly simulated = computed(() => this.status.dataMode() === 'simulated');
  protected readonly text = computed(() => {
    const mode = this.simulated() ? words.mode.simulated : words.mode.live;
    const state = this.status.state();
    if (state === 'well') return mode;
    if (state === 'degraded') return words.status.degraded(this.status.liveVenues().length, this.status.activeVenues().length);
    return words.status[state];
  });
  protected readonly age = computed(() => {
    const at = this.status.freshestAt();
    return at === null ? '' : formatDuration(this.clock.now() - at);
  });
  protected readonly hint = computed(() => {
    const at = this.status.freshestAt();
    return at === null ? words.status.label : `${words.status.freshest(this.age())} (${formatExact(at)})`;
  });
}
